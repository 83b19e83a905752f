import type { Scope } from '@karkhana/kernel'
import { DRIVER } from '../settings.ts'

/** What the provider said last. */
export interface Balance {
  /** Decimal string; `null` while it was never told. */
  balance: string | null
  /** Instant of the last question, ISO, UTC. */
  checkedAt: string
  /** Why the last question had no answer. */
  error: string | null
}

/** The balance as it was told last; `null` before the first question. */
export async function lastBalance(scope: Scope): Promise<Balance | null> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ balance: string | null; checkedAt: Date; error: string | null }>(
      `select balance::text, checked_at as "checkedAt", error from sms_gateway_balances
        where organisation_id = ? and driver_id = ?`,
      [scope.organisationId, DRIVER]
    )
  )
  return row ? { ...row, checkedAt: row.checkedAt.toISOString() } : null
}
