import { DateTime } from 'luxon'
import type { ListPage } from '../http/page_types.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import {
  BY_STATE_NEWEST_FIRST,
  STORED_COLUMNS,
  storedSms,
  type RawStoredSms,
  type SmsStatus,
  type StoredSms,
} from './stored.ts'

/** Whose log is read: of one driver, by readers with a permission of its module. */
export interface SmsLog {
  /** `sms-gateway.http` */
  driver: string
  permission: string
}

/** A message that was handed to a driver, without its text; the number shows its last four digits. */
export interface LoggedSms extends StoredSms {
  /** `••••••2345`; `null` after it was erased. */
  to: string | null
  /** How the service calls it. */
  providerId: string | null
}

/** How many messages of a day (business date of the organisation) are in a state. */
export interface SmsCount {
  day: string
  status: SmsStatus
  count: number
}

interface RawLogged extends RawStoredSms {
  ending: string | null
  provider_id: string | null
}

const COLUMNS = [...STORED_COLUMNS, 's.provider_id']

const logOf = (driver: string) =>
  defineList<RawLogged, LoggedSms>({
    ...BY_STATE_NEWEST_FIRST,
    from: (unit) =>
      unit
        .from('messages as s')
        .where('s.organisation_id', unit.scope.organisationId)
        .where('s.driver_id', driver)
        .where('s.channel', 'sms')
        .select(COLUMNS)
        .select(unit.trx.raw('right(s.recipient, 4) as ending')),
    search: (query, term) =>
      query.where((either) =>
        either.whereRaw('right(s.recipient, 4) = ?', [term]).orWhere('s.provider_id', term)
      ),
    row: logged,
  })

function logged(raw: RawLogged): LoggedSms {
  return {
    ...storedSms(raw),
    to: raw.ending && `••••••${raw.ending}`,
    providerId: raw.provider_id,
  }
}

/** What went through a driver, page by page, newest first. @throws ForbiddenError */
export function listSms(scope: Scope, log: SmsLog, input: ListInput): Promise<ListPage<LoggedSms>> {
  scope.ensure(log.permission)
  return runList(scope, logOf(log.driver), input)
}

/**
 * What went through a driver between two business dates, both included, oldest first; `most` at the most.
 * @throws ForbiddenError
 */
export async function smsBetween(
  scope: Scope,
  log: SmsLog,
  { from, to, most }: { from: string; to: string; most: number }
): Promise<LoggedSms[]> {
  scope.ensure(log.permission)
  const rows = await scope.read((unit) =>
    unit.rows<RawLogged>(
      `select ${COLUMNS.join(', ')}, right(s.recipient, 4) as ending from messages s
        where s.organisation_id = ? and s.channel = 'sms' and s.driver_id = ? and s.created_at >= ? and s.created_at < ?
        order by s.created_at, s.id limit ?`,
      [scope.organisationId, log.driver, ...instants(scope, from, to), most]
    )
  )
  return rows.map(logged)
}

/** Messages of a driver between two business dates, both included, by day and state. @throws ForbiddenError */
export async function countSms(
  scope: Scope,
  log: SmsLog,
  { from, to }: { from: string; to: string }
): Promise<SmsCount[]> {
  scope.ensure(log.permission)
  return scope.read((unit) =>
    unit.rows<SmsCount>(
      `select to_char(s.created_at at time zone ?, 'YYYY-MM-DD') as day,
              case when s.state in ('sent', 'delivered', 'read') then 'sent' when s.state = 'queued' then 'queued'
                   else 'failed' end as status,
              count(*)::integer as count
         from messages s
        where s.organisation_id = ? and s.channel = 'sms' and s.driver_id = ? and s.created_at >= ? and s.created_at < ?
        group by 1, 2 order by 1, 2`,
      [scope.organisation.timezone, scope.organisationId, log.driver, ...instants(scope, from, to)]
    )
  )
}

/** The first instant of a business date, and the first one after another. */
function instants(scope: Scope, from: string, to: string): [Date, Date] {
  const { timezone: zone } = scope.organisation
  const begin = DateTime.fromISO(from, { zone }).startOf('day')
  const end = DateTime.fromISO(to, { zone }).startOf('day').plus({ days: 1 })
  return [begin.toJSDate(), end.toJSDate()]
}
