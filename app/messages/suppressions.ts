import { v7 as uuidv7 } from 'uuid'
import { NotFoundError } from '../errors.ts'
import type { ListPage } from '../http/page_types.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { ensureMayManage } from './access.ts'
import { newestFirst } from './newest_first.ts'
import { CHANNELS, CHANNEL_LABELS, type Channel } from './states.ts'

/** Why nothing is sent to an address any more. */
export type SuppressionReason = 'bounced' | 'complained' | 'manual'

export const SUPPRESSION_REASONS: Record<SuppressionReason, string> = {
  bounced: 'The address does not exist.',
  complained: 'The reader reported a message as unwanted.',
  manual: 'Somebody here asked for it.',
}

/** An address that gets nothing more, until somebody releases it. */
export interface Suppression {
  id: string
  channel: Channel
  address: string
  reason: SuppressionReason
  /** In the words of the mail server. */
  detail: string | null
  at: string
}

interface Raw extends Omit<Suppression, 'at'> {
  created_at: Date
}

/** Addresses are compared as mail servers do in practice: without regard to capitals. */
const comparable = (address: string) => address.trim().toLowerCase()

/** Why nothing goes to the address, as the record of a message says it; `null` when it may be written to. */
export async function suppressionOf(unit: Unit, channel: Channel, address: string) {
  const [held] = await unit.rows<{ reason: SuppressionReason; detail: string | null }>(
    `select reason, detail from message_suppressions
      where organisation_id = ? and channel = ? and address = ?`,
    [unit.scope.organisationId, channel, comparable(address)]
  )
  if (!held) return null
  const why = [SUPPRESSION_REASONS[held.reason], held.detail].filter(Boolean).join(' ')
  const next = 'Correct the address, or release it under Settings → Messages → Held back.'
  return { code: 'E_MESSAGE_SUPPRESSED', message: `${why} ${next}` }
}

/** Holds back everything to an address from now on; the first reason stays. */
export async function suppress(
  unit: Unit,
  held: {
    channel: Channel
    address: string
    reason: SuppressionReason
    detail?: string | null
    messageId?: string
  }
): Promise<void> {
  await unit.rows(
    `insert into message_suppressions
       (organisation_id, id, channel, address, reason, detail, message_id, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, channel, address) do nothing`,
    [
      unit.scope.organisationId,
      uuidv7(),
      held.channel,
      comparable(held.address),
      held.reason,
      held.detail?.slice(0, 500) ?? null,
      held.messageId ?? null,
      unit.scope.now().toJSDate(),
    ]
  )
}

/**
 * Lets an address be written to again.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError
 */
export async function release(scope: Scope, id: string): Promise<{ id: string }> {
  ensureMayManage(scope)
  return scope.work(async (unit) => {
    const [released] = await unit.rows<{ id: string }>(
      'delete from message_suppressions where organisation_id = ? and id = ? returning id',
      [scope.organisationId, id]
    )
    if (!released) throw new NotFoundError('address')
    return released
  })
}

const HELD_BACK = defineList<Raw, Suppression>({
  from: (unit) =>
    unit
      .from('message_suppressions as s')
      .where('s.organisation_id', unit.scope.organisationId)
      .select('s.id', 's.channel', 's.address', 's.reason', 's.detail', 's.created_at'),
  id: 's.id',
  filters: {
    channel: {
      label: 'Channel',
      options: CHANNELS.map((value) => ({ value, label: CHANNEL_LABELS[value] })),
      apply: (query, value) => void query.where('s.channel', value),
    },
  },
  ...newestFirst('s.created_at'),
  search: (query, term) => void query.whereILike('s.address', `%${term}%`),
  row: ({ created_at: at, ...held }) => ({ ...held, at: at.toISOString() }),
})

/** Addresses that get nothing more. @throws ForbiddenError, BranchLimitedError */
export function listSuppressions(scope: Scope, input: ListInput): Promise<ListPage<Suppression>> {
  ensureMayManage(scope)
  return runList(scope, HELD_BACK, input)
}
