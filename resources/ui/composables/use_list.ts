import { router, usePage } from '@inertiajs/vue3'
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import type { ListPage } from '@karkhana/kernel/pages'
import { ask } from './ask.ts'
import { listParams, listQuery, type ListState } from './list_query.ts'
import { useText } from './use_text.ts'
import { forgetPlace, keepRows, keptRows } from './list_memory.ts'

/** Rows of each further page. */
const FURTHER = 100

/**
 * The state of a list, which lives in the URL: `?search=&sort=&<filter>=`. A change asks the server for the list alone.
 * Rows of further pages stay in memory beside the prop, so that a hundred thousand of them burden no history entry;
 * coming back finds them again.
 */
export function useList<Row extends object>(
  list: () => ListPage<Row>,
  prop: () => string,
  keyOf: (row: Row) => string = (row) => String((row as { id?: unknown }).id)
) {
  const text = useText('kernel')
  const page = usePage()
  const busy = ref(false)
  const loadingMore = ref(false)
  const failure = ref('')
  const search = ref(list().query.search)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** What this list is in memory: its address with its state. */
  const memoryKey = () => {
    const { search: term, sort, filters } = list().query
    return `${window.location.pathname}?${listQuery({ search: term, sort, filters })}&${prop()}`
  }
  const kept = keptRows<Row>(memoryKey())
  const more_ = shallowRef<Row[]>(kept?.rows ?? [])
  const cursor = ref<string | null>(kept ? kept.cursor : list().nextCursor)
  /** Rows that were changed here since the page brought them; `null` left the list. */
  const changed = shallowRef(new Map<string, Row>())

  const rows = computed<Row[]>(() => {
    const first = list().rows
    const whole = more_.value.length === 0 ? first : [...first, ...more_.value]
    if (changed.value.size === 0) return whole
    return whole.map((row) => changed.value.get(keyOf(row)) ?? row)
  })

  /** What was asked for and is not answered yet: the next choice builds on it, however slow the connection is. */
  const asked = shallowRef<(ListState & { view: string | null; sorted: boolean }) | null>(null)
  const wanted = () => asked.value ?? list().query

  const filters = computed(() => wanted().filters)
  const isFiltered = computed(() => {
    const { search: term, filters: answered } = list().query
    return term !== '' || Object.values(answered).some(Boolean)
  })
  const begins = () => `${list().query.search} ${list().query.sort} ${listQuery(list().query)}`

  // The first page came anew: for another state, or with what others changed in this one.
  watch(list, (now, before) => {
    changed.value = new Map()
    const same =
      JSON.stringify(now.query) === JSON.stringify(before.query) && more_.value.length > 0
    const last = same ? now.rows.at(-1) : undefined
    const old = [...before.rows, ...more_.value]
    const at = last ? old.findIndex((row) => keyOf(row) === keyOf(last)) : -1
    if (at >= 0 && now.nextCursor !== null) {
      const shown = new Set(now.rows.map(keyOf))
      more_.value = old.slice(at + 1).filter((row) => !shown.has(keyOf(row)))
    } else {
      more_.value = []
      cursor.value = now.nextCursor
    }
  })
  // An answer takes nothing out of the box that was typed since it was asked for.
  watch(begins, () => {
    const { search: term } = wanted()
    if (timer === undefined && search.value.trim() !== term) search.value = term
  })

  function visit(change: Partial<ListState> & { view?: string | null }) {
    const { named, query } = list()
    const next = { view: named?.view ?? null, ...query, ...asked.value, ...change }
    // The address names an order only once the reader chose one, or it belongs to a view.
    const inAddress = new URLSearchParams(location.search).get('sort')
    const sorted = Boolean(change.sort || asked.value?.sorted || next.view || inAddress)
    const state = { ...next, sorted }
    const params = listParams(state, {
      view: state.view ?? (named?.defaultView ? 'all' : null),
      sorted,
    })
    if (change.search !== undefined) stopTyping()
    forgetPlace(memoryKey())
    router.get(window.location.pathname, params, {
      only: [prop()],
      preserveState: true,
      preserveScroll: true,
      replace: true,
      onStart: () => {
        asked.value = state
        busy.value = true
      },
      // A visit that another one has taken the place of ends, too.
      onFinish: () => {
        if (asked.value !== state) return
        asked.value = null
        busy.value = false
      },
    })
  }

  function stopTyping() {
    clearTimeout(timer)
    timer = undefined
  }
  watch(search, (term) => {
    stopTyping()
    if (term.trim() === wanted().search) return
    timer = setTimeout(() => visit({ search: term.trim() }), 250)
  })

  // A list that began with a default view says so in its address: whoever is sent the link sees the same rows.
  onMounted(() => {
    const { named, query } = list()
    if (!named?.view || new URLSearchParams(window.location.search).has('view')) return
    const params = listParams(query, { view: named.view, sorted: true })
    const url = `${window.location.pathname}?${new URLSearchParams(params)}`
    router.replace({ url, preserveScroll: true, preserveState: true })
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    keepRows(memoryKey(), more_.value, cursor.value)
  })

  const filter = (key: string, value: string) =>
    visit({ filters: { ...filters.value, [key]: value } })
  const sort = (value: string) => visit({ sort: value })
  function clear() {
    search.value = ''
    visit({ search: '', filters: {}, view: null })
  }

  async function more(): Promise<void> {
    const from = cursor.value
    if (!from || loadingMore.value) return
    loadingMore.value = true
    failure.value = ''
    const before = begins()
    try {
      const next = await readPage(from)
      if (before !== begins()) return
      const known = new Set(rows.value.map(keyOf))
      more_.value = [...more_.value, ...next.rows.filter((row) => !known.has(keyOf(row)))]
      cursor.value = next.nextCursor
    } catch (error) {
      failure.value =
        error instanceof TypeError
          ? text.label('There is no connection.')
          : (error as Error).message
    } finally {
      loadingMore.value = false
    }
  }

  async function readPage(from: string): Promise<ListPage<Row>> {
    const url = new URL(window.location.pathname, window.location.origin)
    for (const [key, value] of new URLSearchParams(window.location.search)) {
      url.searchParams.set(key, value)
    }
    const { query } = list()
    for (const [key, value] of Object.entries(listParams(query, { view: null, sorted: true }))) {
      url.searchParams.set(key, value)
    }
    url.searchParams.set('cursor', from)
    url.searchParams.set('limit', String(FURTHER))
    const response = await fetch(url, {
      credentials: 'same-origin',
      headers: {
        'Accept': 'text/html, application/xhtml+xml',
        'X-Requested-With': 'XMLHttpRequest',
        'X-Inertia': 'true',
        'X-Inertia-Version': String(page.version ?? ''),
        'X-Inertia-Partial-Component': page.component,
        'X-Inertia-Partial-Data': prop(),
      },
    })
    if (!response.ok) throw new Error(`The server answered ${response.status}.`)
    const { props } = (await response.json()) as { props: Record<string, ListPage<Row>> }
    const next = props[prop()]
    if (!next) throw new Error(`The answer has no «${prop()}».`)
    return next
  }

  /** Puts rows in the place of those with their key, until the page brings them itself. */
  function put(fresh: readonly Row[]) {
    const now = new Map(changed.value)
    for (const row of fresh) now.set(keyOf(row), row)
    changed.value = now
  }

  /** Reads rows anew that are shown already; a list without a name leaves them as they are. */
  async function refresh(ids: readonly string[]): Promise<void> {
    const name = list().named?.name
    if (!name || ids.length === 0) return
    const query = new URLSearchParams({ ids: ids.slice(0, 200).join(',') })
    put(await ask<Row[]>(`/lists/${name}/rows?${query}`))
  }

  return {
    ...{ rows, cursor, search, filters, isFiltered, busy, loadingMore, failure },
    ...{ filter, sort, clear, more, visit, put, refresh, memoryKey },
  }
}
