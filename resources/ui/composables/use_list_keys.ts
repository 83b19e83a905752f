import { router } from '@inertiajs/vue3'
import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { useHotkeys } from './use_hotkeys.ts'
import type { useListSelection } from './use_list_selection.ts'
import { useText } from './use_text.ts'

interface Keys<Row> {
  rows: { value: Row[] }
  active: Ref<number>
  selection: ReturnType<typeof useListSelection>
  view: Ref<{ show: (index: number) => Promise<void> } | null>
  /** Notes the place and says where the row leads. */
  open: (row: Row) => string | null
  /** Columns that can be changed in place, in their order. */
  editable: () => string[]
  selectable: () => boolean
  on: () => boolean
}

/** The keys of a list: j and k, Enter, x, e, shift with an arrow. */
export function useListKeys<Row>({
  rows,
  active,
  selection,
  view,
  open,
  editable,
  selectable,
  on,
}: Keys<Row>) {
  const text = useText('kernel')
  /** Column of the active row whose editor is to open. */
  const editing = ref<string | null>(null)

  function move(step: number) {
    const last = rows.value.length - 1
    const to = Math.min(Math.max(active.value + step, 0), last)
    active.value = to
    void nextTick(() => view.value?.show(to))
    return to
  }
  function enter() {
    const row = rows.value[active.value]
    const href = row && open(row)
    if (href) router.visit(href)
    else (document.activeElement as HTMLElement | null)?.click()
  }
  function edit() {
    const [column] = editable()
    if (active.value >= 0 && column) editing.value = column
  }
  function extend(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!event.shiftKey || step === 0 || !selectable()) return
    const target = event.target as HTMLElement | null
    if (target?.closest('input:not([type="checkbox"]), textarea, select, [role="dialog"]')) return
    event.preventDefault()
    const from = active.value
    selection.extend(from, move(step))
  }
  onMounted(() => on() && document.addEventListener('keydown', extend))
  onBeforeUnmount(() => document.removeEventListener('keydown', extend))

  if (on()) {
    const group = text('list.keys')
    useHotkeys([
      { keys: 'j', label: text('list.key_next'), group, run: () => void move(1) },
      { keys: 'k', label: text('list.key_before'), group, run: () => void move(-1) },
      { keys: 'enter', label: text('list.key_open'), group, run: enter },
      ...(selectable()
        ? [{ keys: 'x', label: text('list.key_select'), group, run: selection.toggleActive }]
        : []),
      ...(editable().length > 0
        ? [{ keys: 'e', label: text('list.key_edit'), group, run: edit }]
        : []),
    ])
  }
  return { editing }
}
