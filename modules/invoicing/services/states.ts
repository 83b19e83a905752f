import type { Scope } from '@karkhana/kernel'
import type { InvoiceStatus } from '../contracts.ts'
import { NotADraftError, NotIssuedError } from '../errors.ts'
import type Invoice from '../models/invoice.ts'
import InvoiceEvent from '../models/invoice_event.ts'

interface Transition {
  label: string
  from: InvoiceStatus
  to: InvoiceStatus
  permission: string
  /** What must hold besides the status, and what follows; see the service named. */
  service: string
}

/** Every way an invoice's status may change. */
export const TRANSITIONS = {
  issue: {
    label: 'Issue',
    from: 'draft',
    to: 'issued',
    permission: 'invoicing.invoice.issue',
    service: 'issue.ts',
  },
  cancel: {
    label: 'Cancel',
    from: 'issued',
    to: 'cancelled',
    permission: 'invoicing.invoice.cancel',
    service: 'cancel.ts',
  },
} satisfies Record<string, Transition>

/** @throws NotADraftError */
export function ensureDraft(invoice: Invoice) {
  if (invoice.status === 'draft') return
  throw new NotADraftError(invoice.number!, invoice.status === 'cancelled')
}

/** @throws NotIssuedError naming the verb: `paid`, `sent`, `cancelled` */
export function ensureIssued(invoice: Invoice, verb: string) {
  if (invoice.status === 'issued') return
  throw new NotIssuedError(verb, invoice.status === 'cancelled')
}

/** Sets the status and writes the history row; the caller saves the invoice. */
export async function enter(
  scope: Scope,
  invoice: Invoice,
  name: keyof typeof TRANSITIONS,
  reason: string | null = null
) {
  const { to } = TRANSITIONS[name]
  await InvoiceEvent.create({
    invoiceId: invoice.id,
    at: scope.now(),
    actorKind: scope.actor.kind,
    actorId: scope.actor.id,
    actorName: scope.actor.name,
    transition: name,
    fromStatus: invoice.status,
    toStatus: to,
    reason,
  })
  invoice.status = to
}
