import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import { LIVE_CHANNEL } from './loop.ts'

/** Somebody who has a record open. */
export interface PresentPerson {
  /** Membership id. */
  id: string
  name: string
  editing: boolean
}

export interface RecordPlace {
  table: string
  id: string
}

/** Seconds after the last sign of life at which somebody counts as gone; windows give one every twenty. */
const ALIVE = 45

/**
 * Notes that a window of the member has the record open, or that it closed it. Others hear of it when somebody comes,
 * goes, or begins or ends editing. Who only looks on leaves no trace.
 */
export async function notePresence(
  scope: Scope,
  window: string,
  { table, id, editing }: RecordPlace & { editing: boolean }
): Promise<void> {
  const { memberId } = scope.actor
  if (!memberId || scope.readOnly) return
  await scope.work(async (unit) => {
    await unit.rows(
      `with former as (
         select table_name, record_id, editing, seen_at > now() - ?::int * interval '1 second' as alive
           from record_presences where organisation_id = ? and window_id = ?),
       noted as (
         insert into record_presences
           (organisation_id, id, table_name, record_id, member_id, window_id, editing, seen_at)
         values (?, ?, ?, ?, ?, ?, ?, now())
         on conflict (organisation_id, window_id) do update
           set table_name = excluded.table_name, record_id = excluded.record_id,
               member_id = excluded.member_id, editing = excluded.editing, seen_at = now()
         returning organisation_id, table_name, record_id, editing)
       select pg_notify(?, n.organisation_id || ' presence ' || n.table_name || ' ' || n.record_id)
         from noted n
        where not exists (
          select 1 from former f
           where f.table_name = n.table_name and f.record_id = n.record_id
             and f.editing = n.editing and f.alive)`,
      [
        ALIVE,
        scope.organisationId,
        window,
        scope.organisationId,
        uuidv7(),
        table,
        id,
        memberId,
        window,
        editing,
        LIVE_CHANNEL,
      ]
    )
  })
}

/** Notes that a window closed what it had open. */
export async function endPresence(scope: Scope, window: string): Promise<void> {
  if (!scope.actor.memberId || scope.readOnly) return
  await scope.work(async (unit) => {
    await unit.rows(
      `with gone as (
         delete from record_presences
          where organisation_id = ? and (
            (window_id = ? and member_id = ?) or seen_at < now() - interval '1 hour')
         returning organisation_id, table_name, record_id)
       select pg_notify(?, organisation_id || ' presence ' || table_name || ' ' || record_id) from gone`,
      [scope.organisationId, window, scope.actor.memberId, LIVE_CHANNEL]
    )
  })
}

/** Who has the record open now: each person once, those who edit first. */
export async function peopleAt(scope: Scope, { table, id }: RecordPlace): Promise<PresentPerson[]> {
  return scope.read((unit) =>
    unit.rows<PresentPerson>(
      `select m.id::text as id, coalesce(u.name, m.name) as name, bool_or(p.editing) as editing
         from record_presences p
         join memberships m on m.organisation_id = p.organisation_id and m.id = p.member_id and m.active
         left join users u on u.id = m.user_id
        where p.organisation_id = ? and p.table_name = ? and p.record_id = ?
          and p.seen_at > now() - ?::int * interval '1 second'
        group by m.id, u.name, m.name
        order by bool_or(p.editing) desc, min(p.created_at), m.id`,
      [scope.organisationId, table, id, ALIVE]
    )
  )
}
