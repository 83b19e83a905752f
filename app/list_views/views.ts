import type { ListSettings, ListView, ListViewState } from '../http/page_types.ts'
import { SHARE_VIEWS } from '../lists/permissions.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Views that one reader may choose in a list. */
export const MOST_VIEWS = 100

/** How a list looks until somebody arranges it. */
export const UNTOUCHED: ListSettings = {
  columns: [],
  density: 'comfortable',
  pinned: false,
  defaultView: null,
}

/** The views of a list that the reader may choose, and how they arranged it. */
export interface ViewsOfList {
  views: ListView[]
  /** The view that the shown state began with. */
  view: string | null
  /** The view that a bare address shows: the reader's own choice, else that of their role. */
  defaultView: string | null
  settings: ListSettings
}

interface StoredView {
  id: string
  name: string
  shared: boolean
  member_id: string
  default_for: string[]
  version: number
  state: ListViewState
}

/** Reads both in one round trip. */
export async function viewsOfList(unit: Unit, name: string): Promise<ViewsOfList> {
  const { memberId } = unit.scope.actor
  const [row] = await unit.rows<{
    views: StoredView[]
    settings: ListSettings | null
  }>(
    `select coalesce((select jsonb_agg(to_jsonb(v) order by v.shared, lower(v.name), v.id)
              from (select id, name, shared, member_id, default_for, version, state from list_views
                     where list = ? and (shared or member_id = ?::uuid)
                     order by shared, created_at limit ${MOST_VIEWS}) v), '[]') as views,
            (select jsonb_build_object('columns', s.columns, 'density', s.density, 'pinned', s.pinned,
                                       'defaultView', s.default_view)
               from list_settings s where s.list = ? and s.member_id = ?::uuid) as settings`,
    [name, memberId, name, memberId]
  )
  const settings = row.settings ?? UNTOUCHED
  const views = row.views.map((view) => shownView(unit, view))
  return { views, settings, view: null, defaultView: defaultOf(unit, views, settings) }
}

/** A view as the reader gets it. */
export function shownView({ scope }: Unit, stored: StoredView): ListView {
  const { id, name, shared, version, state } = stored
  const own = stored.member_id === scope.actor.memberId
  return {
    id,
    name,
    shared,
    version,
    state,
    mine: shared ? scope.can(SHARE_VIEWS) : own,
    defaultFor: stored.default_for,
  }
}

function defaultOf({ scope }: Unit, views: ListView[], { defaultView }: ListSettings) {
  if (defaultView === 'all') return null
  const own = views.find(({ id }) => id === defaultView)
  const role = views.find(({ defaultFor }) => scope.role && defaultFor.includes(scope.role))
  return (own ?? role)?.id ?? null
}
