import type {} from '@karkhana/accounting/contracts'
import type { Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import { businessDateOf } from '@karkhana/kernel/dates'
import { ZERO } from '@karkhana/kernel/money'
import type {} from '@karkhana/jobcards/contracts'
import { NotCancellableError } from '../errors.ts'
import Invoice from '../models/invoice.ts'
import { ensureIssued, enter } from './states.ts'

/**
 * Takes an issued invoice back: on the day it was issued and while nothing is paid. The number
 * stays used, the journal is reversed, the job card can be billed again.
 *
 * @throws NotIssuedError, NotCancellableError, VersionConflictError
 */
export async function cancelInvoice(
  scope: Scope,
  id: string,
  input: { reason: string; version?: number }
): Promise<Invoice> {
  return scope.work(async () => {
    const invoice = await lockForUpdate(Invoice, id, { what: 'invoice', version: input.version })
    ensureIssued(invoice, 'cancelled')
    const obstacle = cancelObstacle(scope, invoice)
    if (obstacle) throw new NotCancellableError(obstacle)
    await enter(scope, invoice, 'cancel', input.reason)
    invoice.merge({ cancelledAt: scope.now(), cancelReason: input.reason, balance: ZERO })
    await invoice.save()
    const ledger = await scope.need('accounting.ledger@1')
    await ledger.reverse(scope, {
      source: { module: 'invoicing', type: 'invoice', id, event: 'issued' },
      event: 'cancelled',
      date: scope.today(),
      narration: `Invoice ${invoice.number} cancelled: ${input.reason}`,
    })
    if (invoice.jobId) {
      const billing = await scope.contract('jobcards.billing@1')
      await billing?.invoiceCancelled(scope, invoice.jobId)
    }
    return invoice
  })
}

/** Why an issued invoice cannot be cancelled any more; `null` when it can. */
export function cancelObstacle(scope: Scope, invoice: Invoice): string | null {
  if (invoice.paid > 0) return 'Money was received for this invoice.'
  const issued = businessDateOf(invoice.issuedAt!, scope.organisation.timezone)
  if (issued !== scope.today()) return 'An invoice can be cancelled on the day it was issued only.'
  return null
}
