import { nextTick, onMounted, watch, type Ref } from 'vue'
import { keepPlace, takePlace } from './list_memory.ts'
import type { useListSelection } from './use_list_selection.ts'

interface Place {
  state: { memoryKey: () => string; refresh: (ids: string[]) => Promise<void> }
  active: Ref<number>
  keys: { value: string[] }
  selection: ReturnType<typeof useListSelection>
  view: Ref<{ show: (index: number) => Promise<void> } | null>
}

/** Milliseconds in which the browser puts its own idea of the place, before the list's one counts. */
const SETTLED = 60

/**
 * Whoever opens a record and comes back finds the row, the place on the page and the selection as they were, and the row
 * as it is now.
 */
export function useListPlace({ state, active, keys, selection, view }: Place) {
  function keepOn(row: string) {
    const scroll = window.scrollY
    keepPlace(state.memoryKey(), { row, selected: [...selection.selected.value], scroll })
  }
  onMounted(async () => {
    const place = takePlace(state.memoryKey())
    if (!place) return
    selection.set(place.selected)
    const index = keys.value.indexOf(place.row)
    if (index < 0) return
    active.value = index
    await nextTick()
    setTimeout(() => {
      window.scrollTo({ top: place.scroll })
      void view.value?.show(index)
    }, SETTLED)
    await state.refresh([place.row]).catch(() => undefined)
  })
  watch(state.memoryKey, () => {
    active.value = -1
    selection.clear()
  })
  return { keepOn }
}
