import { USE_LISTS } from '../lists/permissions.ts'
import type { AnyList, ListInput } from '../lists/declaration.ts'
import type { Unit } from '../tenancy/unit.ts'
import { viewsOfList, type ViewsOfList } from './views.ts'

/**
 * What a page of a list begins with: the state that its address names, else that of the view it names, else that of
 * the reader's default view. A view of somebody else is passed over: an address with it and a state shows that state.
 */
export async function begunWith(
  unit: Unit,
  list: AnyList,
  asked: ListInput
): Promise<{ input: ListInput; views: ViewsOfList } | null> {
  if (!list.name || !unit.scope.can(USE_LISTS) || !unit.scope.actor.memberId) return null
  const views = await viewsOfList(unit, list.name)
  const wanted = asked.view ?? views.defaultView
  const view = views.views.find(({ id }) => id === wanted)
  const explicit = asked.search || asked.sort || Object.keys(asked.filters ?? {}).length > 0
  if (!view) return { input: asked, views }
  if (explicit) return { input: asked, views: { ...views, view: asked.view ? view.id : null } }
  const { search, sort, filters } = view.state
  // A sort that the list no longer has is left to its own one.
  const known = Object.hasOwn(list.sorts, sort) ? sort : list.defaultSort
  return {
    input: { ...asked, search, sort: known, filters: knownFilters(list, filters) },
    views: { ...views, view: view.id },
  }
}

/** Filters of a view that the list still has; those of custom fields are checked where they are applied. */
function knownFilters(list: AnyList, filters: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(filters).filter(
      ([key]) => key.startsWith('custom.') || Object.hasOwn(list.filters, key)
    )
  )
}
