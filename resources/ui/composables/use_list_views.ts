import { computed } from 'vue'
import type { ListPage, ListView, ListViewState } from '@karkhana/kernel/pages'
import type { useListLayout } from './use_list_layout.ts'
import type { useList } from './use_list.ts'

interface Views<Row extends object> {
  state: ReturnType<typeof useList<Row>>
  list: () => ListPage<Row>
  layout: ReturnType<typeof useListLayout<Row>>
}

/** Choosing and keeping the saved views of a list. */
export function useListViews<Row extends object>({ state, list, layout }: Views<Row>) {
  /** What the list shows now, as a view would hold it. */
  const current = computed<ListViewState>(() => ({
    ...list().query,
    columns: layout.state(),
    density: layout.settings.value.density,
  }))

  function choose(view: ListView | null) {
    if (view && view.id === list().named?.view) layout.restart()
    if (view) state.visit({ ...view.state, view: view.id })
    else state.visit({ search: '', filters: {}, view: null })
  }
  return {
    current,
    choose,
    /** Reads the views anew and shows one of them with the state as it is. */
    changed: (id: string | null) => state.visit({ view: id }),
    begin: (view: string | null) => layout.setDefaultView(view),
  }
}
