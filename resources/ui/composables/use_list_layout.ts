import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type {
  ListColumnState,
  ListDensity,
  ListSettings,
  NamedListProps,
} from '@karkhana/kernel/pages'
import type { KColumn } from '../types.ts'
import { ask } from './ask.ts'

/** Milliseconds in which changes are saved together. */
const TOGETHER = 400
/** Pixels of a column. */
const NARROWEST = 72
const WIDEST = 800

const UNTOUCHED: ListSettings = {
  columns: [],
  density: 'comfortable',
  pinned: false,
  defaultView: null,
}

/**
 * How the reader arranged the columns of a list: order, which are shown, widths, density, the pinned first one. Kept on
 * the server, so that it is the same on every device; a view that brings columns of its own goes before it.
 */
export function useListLayout<Row extends object>(
  columns: () => KColumn<Row>[],
  named: () => NamedListProps | undefined
) {
  const chosenView = computed(() => {
    const { view, views = [] } = named() ?? {}
    return views.find(({ id }) => id === view)?.state
  })
  const settings = ref<ListSettings>(start())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch([() => named()?.view, () => named()?.name], () => (settings.value = start()))

  function start(): ListSettings {
    const own = named()?.settings ?? UNTOUCHED
    const { columns: viewed = own.columns, density = own.density } = chosenView.value ?? {}
    return { ...own, columns: [...viewed], density }
  }

  /** Every column in the order of the reader, with what they decided of it. */
  const arranged = computed(() => {
    const place = (key: string) => settings.value.columns.findIndex((each) => each.key === key)
    const all = columns().map((column, index) => {
      const at = place(column.key)
      const state = at < 0 ? undefined : settings.value.columns[at]
      return {
        column,
        hidden: state?.hidden ?? column.hidden ?? false,
        width: state?.width,
        // Columns that came later stand where they were declared.
        order: at < 0 ? index + 0.5 : at,
      }
    })
    return all.sort((a, b) => a.order - b.order)
  })
  const shown = computed(() => {
    const visible = arranged.value.filter(({ hidden }) => !hidden)
    return visible.length > 0 ? visible : arranged.value.slice(0, 1)
  })

  const state = (): ListColumnState[] =>
    arranged.value.map(({ column: { key }, hidden, width }) => ({ key, hidden, width }))

  function change(columnStates: ListColumnState[]) {
    settings.value = { ...settings.value, columns: columnStates }
    save()
  }
  const update = (key: string, next: Partial<ListColumnState>) =>
    change(state().map((each) => (each.key === key ? { ...each, ...next } : each)))

  function move(key: string, step: number) {
    const all = state()
    const from = all.findIndex((each) => each.key === key)
    const to = Math.min(Math.max(from + step, 0), all.length - 1)
    all.splice(to, 0, ...all.splice(from, 1))
    change(all)
  }

  function save() {
    const name = named()?.name
    if (!name) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      void store(name)
    }, TOGETHER)
  }
  const failure = ref('')
  async function store(name: string) {
    try {
      // Columns of a view are the view's: the reader's own ones stay as they are.
      const { columns: own, density } = named()?.settings ?? UNTOUCHED
      const viewed = chosenView.value?.columns !== undefined
      const body = viewed ? { ...settings.value, columns: own, density } : settings.value
      await ask(`/lists/${name}/settings`, { method: 'PUT', body })
      failure.value = ''
    } catch (error) {
      failure.value = (error as Error).message
    }
  }
  onBeforeUnmount(() => {
    const name = named()?.name
    if (!timer || !name) return
    clearTimeout(timer)
    void store(name)
  })

  return {
    arranged,
    shown,
    settings,
    failure,
    state,
    move,
    hide: (key: string, hidden: boolean) => update(key, { hidden }),
    resize: (key: string, width: number) =>
      update(key, { width: Math.round(Math.min(Math.max(width, NARROWEST), WIDEST)) }),
    setDensity(density: ListDensity) {
      settings.value = { ...settings.value, density }
      save()
    },
    pin(pinned: boolean) {
      settings.value = { ...settings.value, pinned }
      save()
    },
    setDefaultView(defaultView: string | null) {
      settings.value = { ...settings.value, defaultView }
      save()
    },
    /** Back to what the view, or the reader, has kept. */
    restart: () => (settings.value = start()),
    reset() {
      settings.value = { ...settings.value, columns: [], density: 'comfortable', pinned: false }
      save()
    },
  }
}
