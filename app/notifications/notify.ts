import { v7 as uuidv7 } from 'uuid'
import { isVisible } from '../access/visibility.ts'
import User from '../identity/models/user.ts'
import { sendAccountMail } from '../identity/mails/send_account_mail.ts'
import type { RecordRule } from '../access/record_rules.ts'
import { ruleOfTable } from '../live/access.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { KarkhanaError } from '../errors.ts'
import { memberScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { notificationMail } from './mail.ts'
import { placeOf, type NamedPlace } from './place.ts'
import { wants, type Reason } from './reasons.ts'

/** What members are told, about a record of a module or about something else. */
export type NotificationInput = {
  reason: Reason
  /** Memberships; whoever does it is not told, nor who may not see the record. */
  members: (string | null | undefined)[]
} & (
  | {
      /** Several things about one record stand together until they are read. It names itself, by its number. */
      record: { table: string; id: string }
    }
  | {
      record?: undefined
      /** What it is about. It is kept as it is, so no words of a customer. */
      title: string
      /** Path of the page. */
      href: string
    }
)

/** A notification as it is written. */
export interface Notification extends NamedPlace {
  reason: Reason
  record: { table: string; id: string } | null
}

/**
 * Puts something into the inbox of members, and mails it to those who chose that, if and only if the transaction of
 * `unit` commits. Nobody is told of what they did themselves, of a record that they muted or may not see.
 */
export async function notifyMembers(unit: Unit, input: NotificationInput): Promise<void> {
  const { scope } = unit
  const members = [...new Set(input.members)].filter(
    (id): id is string => Boolean(id) && id !== scope.actor.memberId
  )
  if (members.length === 0) return
  const owner = input.record ? ruleOfTable(installedRegistry(), input.record.table) : null
  if (input.record && !owner) throw new NotARecordError(input.record.table)
  const notification: Notification = {
    reason: input.reason,
    record: input.record ?? null,
    ...(input.record
      ? await placeOf(unit, owner!.rule, input.record.id)
      : { title: input.title, href: input.href }),
  }
  for (const id of members) {
    const member = await scopeOfMember(unit, id)
    if (!member || !(await mayBeTold(unit, member, owner, notification))) continue
    const user = await User.find(member.actor.id, { client: unit.trx })
    if (!user) continue
    if (wants(user, 'inbox', input.reason)) await put(unit, id, notification)
    if (wants(user, 'mail', input.reason)) {
      await sendAccountMail(unit.trx, {
        to: user.email,
        ...notificationMail(scope, user, notification),
        uniqueKey: `notification/${uuidv7()}`,
      })
    }
  }
}

/** A table that no installed module declares as records. */
export class NotARecordError extends KarkhanaError {
  constructor(table: string) {
    super('E_NOT_A_RECORD', 500, `"${table}" is no table of records.`, {
      next: 'Declare it by defineRecords in the manifest of its module.',
    })
  }
}

async function put(unit: Unit, memberId: string, { reason, title, href, record }: Notification) {
  const { scope } = unit
  await unit.rows(
    `insert into notifications
       (organisation_id, id, member_id, reason, title, href, table_name, record_id, actor_name, happened_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, member_id, reason, record_id)
       where read_at is null and record_id is not null
     do update set count = notifications.count + 1, title = excluded.title, href = excluded.href,
                   actor_name = excluded.actor_name, happened_at = excluded.happened_at`,
    [
      scope.organisationId,
      uuidv7(),
      memberId,
      reason,
      title,
      href,
      record?.table ?? null,
      record?.id ?? null,
      scope.actor.memberId ? scope.actor.name : null,
      scope.now().toISO(),
    ]
  )
}

/** The member as they would open the page; `null` when they cannot sign in here. */
async function scopeOfMember(unit: Unit, memberId: string): Promise<Scope | null> {
  try {
    const member = await memberScope({ organisationId: unit.scope.organisationId, memberId })
    return member?.actor.kind === 'user' && member.actor.id ? member : null
  } catch (error) {
    // Somebody who has to set up a second factor first is told nothing yet.
    if (error instanceof KarkhanaError && error.code === 'E_TWO_FACTOR_REQUIRED') return null
    throw error
  }
}

async function mayBeTold(
  unit: Unit,
  member: Scope,
  owner: { module: string; rule: RecordRule } | null,
  { record }: Notification
): Promise<boolean> {
  if (!record || !owner) return true
  const { organisationId } = unit.scope
  const { module, rule } = owner
  if (!member.readable(module) || (rule.view !== null && !member.can(rule.view))) return false
  const columns = ['id', rule.own?.column, rule.branch].filter((each) => typeof each === 'string')
  const row = (await unit
    .from(rule.table)
    .where({ organisation_id: organisationId, id: record.id })
    .select(...columns)
    .first()) as Record<string, string | null> | null
  if (!row || !isVisible(member, rule, row)) return false
  const branch = rule.branch ? row[rule.branch] : null
  if (branch && member.branchIds && !member.branchIds.includes(branch)) return false
  const muted: unknown = await unit
    .from('notification_mutes')
    .where({
      organisation_id: organisationId,
      member_id: member.actor.memberId,
      table_name: record.table,
      record_id: record.id,
    })
    .select('id')
    .first()
  return !muted
}
