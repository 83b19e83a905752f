import { router, usePage } from '@inertiajs/vue3'
import { listenLive, noteSync, useGlow, useLive, useShared } from '@karkhana/ui'
import type { ListPage, SharedProps } from '@karkhana/kernel/pages'
import { computed, onBeforeUnmount, ref, watch } from 'vue'
import { changedRows } from './changed_rows.ts'

type Row = Record<string, unknown>

/** Milliseconds in which changes are answered together. */
const TOGETHER = 120
/** Milliseconds between two readings of one list. */
const AT_MOST_EVERY = 1_000
/** Props of every page. */
const OF_THE_SHELL = new Set(['shared', 'flash', 'errors'])

/**
 * Keeps the open page up to date with what others change: every list of records in its props, and the record it shows.
 * A form is left alone; its page says that the record was changed meanwhile.
 */
export function useLivePage() {
  const page = usePage()
  const shared = useShared()
  const { glow } = useGlow()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const readAt = new Map<string, number>()
  /** Others saved the record of this form after it was opened. */
  const changedMeanwhile = ref(false)

  // A visit of the reader's own goes first: its answer is newer, and carries what it has to say.
  let visits = 0
  const stops = [router.on('start', () => void visits++), router.on('finish', () => void visits--)]

  function soon(name: string, work: () => void) {
    if (timers.has(name)) return
    const wait = Math.max(TOGETHER, (readAt.get(name) ?? 0) + AT_MOST_EVERY - Date.now())
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name)
        if (visits > 0) return soon(name, work)
        readAt.set(name, Date.now())
        work()
      }, wait)
    )
  }

  const props = () => page.props as unknown as Record<string, unknown>
  const lists = computed(() =>
    Object.entries(props()).flatMap(([prop, value]) => {
      const table = (value as Partial<ListPage<Row>> | null)?.live
      return typeof table === 'string' ? [`${prop} ${table}`] : []
    })
  )
  const channelOf = (table: string) =>
    `organisations/${shared.value.organisation?.id}/tables/${table}`
  let listening: (() => void)[] = []
  const mayListen = computed(() => shared.value.permissions.includes('kernel.live.use'))
  watch(
    () => (mayListen.value ? lists.value.join(',') : ''),
    () => {
      listening.forEach((stop) => stop())
      listening = (mayListen.value ? lists.value : []).map((each) => {
        const [prop, table] = each.split(' ')
        return listenLive(channelOf(table), () => soon(prop, () => void readList(prop)))
      })
    },
    { immediate: true }
  )

  async function readList(prop: string) {
    const list = props()[prop] as ListPage<Row> | undefined
    if (!list) return
    const { url, component, version } = page
    const address = new URL(url, window.location.origin)
    address.searchParams.delete('cursor')
    const response = await fetch(address, {
      headers: {
        'Accept': 'text/html, application/xhtml+xml',
        'X-Requested-With': 'XMLHttpRequest',
        'X-Inertia': 'true',
        // The message of the last action is for the page that follows it.
        'X-Background': 'true',
        'X-Inertia-Version': String(version ?? ''),
        'X-Inertia-Partial-Component': component,
        'X-Inertia-Partial-Data': prop,
      },
    }).catch(() => null)
    // Without an answer the rows stay as they are; the next message, or the next question, tries again.
    if (!response?.ok) return
    noteSync()
    const answer = (await response.json()) as { props: Record<string, ListPage<Row> | undefined> }
    const fresh = answer.props[prop]
    if (!fresh || page.url !== url) return
    if (visits > 0 || props()[prop] !== list) return soon(prop, () => void readList(prop))
    const changed = changedRows(list, fresh)
    if (changed.length === 0 && fresh.rows.length === list.rows.length) return
    // What the reader loaded beyond the first page, the list itself fits to it.
    router.replaceProp(prop, fresh)
    glow(changed)
  }

  watch(
    () => shared.value.live?.id,
    () => (changedMeanwhile.value = false)
  )
  const people = ref<{ id: string; name: string; editing: boolean }[]>([])
  useLive(() => shared.value.live, {
    onMessage(message) {
      if (message.people) people.value = message.people
      if (message.kind === 'presence') return
      if (shared.value.live?.editing) changedMeanwhile.value ||= message.kind === 'changed'
      else soon('the record', readRecord)
    },
  })

  function readRecord() {
    const before = props().record as { id?: string; version?: number } | undefined
    router.reload({
      only: Object.keys(props()).filter((prop) => !OF_THE_SHELL.has(prop)),
      showProgress: false,
      onSuccess: ({ props: now }) => {
        const { record } = now as unknown as { record?: typeof before } & SharedProps
        if (record?.id && before?.id === record.id && before.version !== record.version) {
          glow([record.id])
        }
      },
    })
  }

  onBeforeUnmount(() => {
    stops.forEach((stop) => stop())
    listening.forEach((stop) => stop())
    timers.forEach((timer) => clearTimeout(timer))
  })
  return { people, changedMeanwhile }
}
