import { randomUUID } from 'node:crypto'
import { ForbiddenError, NotFoundError, RuleError, VersionConflictError } from '../errors.ts'
import type { ListSettings, ListView, ListViewState } from '../http/page_types.ts'
import { SHARE_VIEWS } from '../lists/permissions.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { MOST_VIEWS, shownView } from './views.ts'

/** What a member gives a view. */
export interface ViewInput {
  name: string
  shared: boolean
  /** Built-in roles that begin with it; of shared views only. */
  defaultFor: string[]
  state: ListViewState
}

const COLUMNS = 'id, name, shared, member_id, default_for, version, state'

/**
 * Saves a view of the list `list`. A role has one default: a new one takes its place.
 * @throws ForbiddenError, RuleError
 */
export async function createView(scope: Scope, list: string, input: ViewInput): Promise<ListView> {
  const memberId = memberOf(scope)
  ensureMayShare(scope, input)
  return scope.work(async (unit) => {
    const [{ count }] = await unit.rows<{ count: number }>(
      'select count(*)::int as count from list_views where list = ? and (shared or member_id = ?)',
      [list, memberId]
    )
    if (count >= MOST_VIEWS) {
      throw new RuleError('E_TOO_MANY_VIEWS', `A list has ${MOST_VIEWS} views at the most.`, {
        field: 'name',
        next: 'Delete a view that nobody needs any more.',
      })
    }
    await takeDefaults(unit, list, input, null)
    const [stored] = await unit.rows<Parameters<typeof shownView>[1]>(
      `insert into list_views (organisation_id, id, list, member_id, name, shared, default_for, state)
       values (?, ?, ?, ?, ?, ?, ?, ?) returning ${COLUMNS}`,
      [
        scope.organisationId,
        randomUUID(),
        list,
        memberId,
        input.name,
        input.shared,
        input.defaultFor,
        JSON.stringify(input.state),
      ]
    )
    return shownView(unit, stored)
  })
}

/** @throws NotFoundError, ForbiddenError, VersionConflictError */
export async function updateView(
  scope: Scope,
  list: string,
  id: string,
  { version, ...input }: ViewInput & { version: number }
): Promise<ListView> {
  ensureMayShare(scope, input)
  return scope.work(async (unit) => {
    const stored = await lockedView(unit, list, id)
    if (stored.version !== version) {
      throw new VersionConflictError(shownView(unit, stored) as never, version)
    }
    await takeDefaults(unit, list, input, id)
    const [saved] = await unit.rows<Parameters<typeof shownView>[1]>(
      `update list_views set name = ?, shared = ?, default_for = ?, state = ? where id = ?
       returning ${COLUMNS}`,
      [input.name, input.shared, input.defaultFor, JSON.stringify(input.state), id]
    )
    return shownView(unit, saved)
  })
}

/** @throws NotFoundError, ForbiddenError */
export async function deleteView(scope: Scope, list: string, id: string): Promise<void> {
  await scope.work(async (unit) => {
    await lockedView(unit, list, id)
    await unit.rows('delete from list_views where id = ?', [id])
  })
}

/** Keeps how the reader arranged a list. */
export async function saveSettings(
  scope: Scope,
  list: string,
  { columns, density, pinned, defaultView }: ListSettings
): Promise<void> {
  const memberId = memberOf(scope)
  await scope.work((unit) =>
    unit.rows(
      `insert into list_settings (organisation_id, id, list, member_id, columns, density, pinned, default_view)
       values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (organisation_id, member_id, list) do update
         set columns = excluded.columns, density = excluded.density, pinned = excluded.pinned,
             default_view = excluded.default_view`,
      [
        scope.organisationId,
        randomUUID(),
        list,
        memberId,
        JSON.stringify(columns),
        density,
        pinned,
        defaultView,
      ]
    )
  )
}

/** A view that the reader may change: their own, or a shared one with the permission for those. */
async function lockedView(unit: Unit, list: string, id: string) {
  const [stored] = await unit.rows<Parameters<typeof shownView>[1]>(
    `select ${COLUMNS} from list_views
      where id = ? and list = ? and (shared or member_id = ?::uuid) for update`,
    [id, list, unit.scope.actor.memberId]
  )
  if (!stored) throw new NotFoundError('view')
  if (stored.shared && !unit.scope.can(SHARE_VIEWS)) throw new ForbiddenError(SHARE_VIEWS)
  return stored
}

function ensureMayShare(scope: Scope, { shared, defaultFor }: ViewInput) {
  if (shared) scope.ensure(SHARE_VIEWS)
  if (!shared && defaultFor.length > 0) {
    throw new RuleError('E_VIEW_PRIVATE', 'A role cannot begin with a private view.', {
      field: 'defaultFor',
      next: 'Share the view, or leave the roles out.',
    })
  }
}

async function takeDefaults(unit: Unit, list: string, input: ViewInput, own: string | null) {
  if (input.defaultFor.length === 0) return
  await unit.rows(
    `update list_views
        set default_for = array(select unnest(default_for) except select unnest(?::text[]))
      where list = ? and default_for && ?::text[] and id is distinct from ?::uuid`,
    [input.defaultFor, list, input.defaultFor, own]
  )
}

function memberOf(scope: Scope): string {
  const { memberId } = scope.actor
  if (!memberId) throw new NotFoundError('member')
  return memberId
}
