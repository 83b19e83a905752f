import { KarkhanaError } from '../errors.ts'
import { activeMembers } from '../identity/services/members.ts'
import { notifyMembers } from '../notifications/notify.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Messages that an organisation sends in an hour, over all channels, unless the deployment allows another number. */
const PER_HOUR = 1_000

const perHour = () => Math.max(1, Number(process.env.MESSAGES_PER_HOUR || PER_HOUR))

/** The organisation has sent what it may in an hour; what is more waits its turn. */
export class MessagePaceError extends KarkhanaError {
  constructor() {
    super('E_MESSAGE_PACE', 429, 'Very many messages went out within an hour; this one waits.', {
      next: 'It goes by itself. If nobody wanted that many, stop those that wait.',
    })
  }
}

/**
 * The instant from which the next message may go; `null` for now. A module that runs wild, or an import with ten
 * thousand addresses, does not spoil the name of the mail server for everybody, and can be stopped meanwhile.
 */
export async function nextTurn(scope: Scope): Promise<Date | null> {
  const since = scope.now().minus({ hours: 1 }).toJSDate()
  const [full] = await scope.read((unit) =>
    unit.rows<{ at: Date }>(
      `select sent_at as at from messages where organisation_id = ? and sent_at > ?
        order by sent_at desc offset ? limit 1`,
      [scope.organisationId, since, perHour() - 1]
    )
  )
  return full ? new Date(full.at.getTime() + 3_600_000) : null
}

/** Tells the owners that messages wait, once a day, whichever worker finds it first. */
export async function tellOfPace(unit: Unit): Promise<void> {
  const { organisationId } = unit.scope
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `kernel.message_pace:${organisationId}`,
  ])
  const known = await unit.rows(
    `select 1 from notifications
      where organisation_id = ? and reason = 'pace' and happened_at > ? limit 1`,
    [organisationId, unit.scope.now().minus({ days: 1 }).toJSDate()]
  )
  if (known.length > 0) return
  const owners = await activeMembers(unit.scope, ['owner'])
  await notifyMembers(unit, {
    reason: 'pace',
    members: owners.map(({ id }) => id),
    title: String(perHour()),
    href: '/settings/messages?state=queued',
  })
}
