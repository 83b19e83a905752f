import type { Scope } from '@karkhana/kernel'
import { formatDate, type BusinessDate } from '@karkhana/kernel/dates'
import { paise, type Paise } from '@karkhana/kernel/money'
import type { CalculatedDocument } from '@karkhana/gst/contracts'
import type { InvoiceRecord } from './read_invoice.ts'

/** Something to look at before an invoice is issued; it does not stop it. */
export interface Warning {
  code: string
  message: string
}

interface WarnedInvoice {
  branchId: string
  date: BusinessDate
  buyer: {
    gstin: string | null
    stateCode: string | null
    addressLine1: string | null
    email: string | null
  } | null
  document: Pick<CalculatedDocument, 'placeOfSupplyReason' | 'supplyNature'> & { total: Paise }
}

/** From this total on, the invoice of an unregistered buyer carries their address (Rule 46(e)). */
const ADDRESS_FROM = paise('50000.00')

/** What the writer should know about a draft. */
export async function warningsFor(scope: Scope, invoice: WarnedInvoice): Promise<Warning[]> {
  const { buyer, document, date } = invoice
  const warnings: Warning[] = []
  if (buyer && !buyer.gstin && !buyer.stateCode && document.placeOfSupplyReason !== 'explicit') {
    warnings.push({
      code: 'no-state',
      message:
        'The customer has no state on record: the sale counts as made in the branch’s state.',
    })
  }
  if (buyer && !buyer.gstin && !buyer.addressLine1 && document.total >= ADDRESS_FROM) {
    warnings.push({
      code: 'no-address',
      message:
        'From ₹50,000 on, the address of an unregistered customer must be on the invoice (Rule 46).',
    })
  }
  if (buyer && !buyer.email) {
    warnings.push({ code: 'no-email', message: 'The customer has no e-mail address on record.' })
  }
  const last = await lastIssued(scope, invoice.branchId, date)
  if (last) {
    warnings.push({
      code: 'date-order',
      message: `Invoice ${last.number} is dated ${formatDate(last.date)}, after this one; numbers then do not follow the dates.`,
    })
  }
  if (date < scope.today()) {
    warnings.push({
      code: 'past-date',
      message: `The invoice is dated ${formatDate(date)}, not today.`,
    })
  }
  return warnings
}

/** What to look at before a saved draft is issued. */
export async function draftWarnings(scope: Scope, draft: InvoiceRecord): Promise<Warning[]> {
  return warningsFor(scope, {
    branchId: draft.branch.id,
    date: draft.date,
    buyer: draft.buyer,
    document: {
      placeOfSupplyReason: draft.placeOfSupply.reason,
      supplyNature: draft.supplyNature,
      total: draft.totals.total,
    },
  })
}

/** The latest issued invoice of the branch, when it is dated after `date`. */
async function lastIssued(scope: Scope, branchId: string, date: BusinessDate) {
  const [row] = await scope.read((unit) =>
    unit.rows<{ number: string; date: BusinessDate }>(
      `select number, date::text as date from invoicing_invoices
        where branch_id = ? and status <> 'draft' and date > ?
        order by date desc, id desc limit 1`,
      [branchId, date]
    )
  )
  return row ?? null
}
