import type {} from '@karkhana/accounting/contracts'
import { ensureReal, nextNumber, type Scope, type ScopeBranch, type Unit } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type {} from '@karkhana/gst/contracts'
import type {} from '@karkhana/jobcards/contracts'
import type {} from '@karkhana/vehicles/contracts'
import { DocumentNumberError, FutureDateError, NothingToChargeError } from '../errors.ts'
import Invoice from '../models/invoice.ts'
import InvoiceLine from '../models/invoice_line.ts'
import { announceIssued } from './announce.ts'
import { calculateInvoice } from './calculation.ts'
import { computedColumns } from './drafts.ts'
import { withTaxLines } from './extended_lines.ts'
import { asPriced, lineColumns } from './line_columns.ts'
import { queueMessage } from './messages.ts'
import { branchOf, customerOf } from './parties.ts'
import { invoiceLines } from './posting.ts'
import { buyerSnapshot, supplierSnapshot, vehicleSnapshot } from './snapshots.ts'
import { ensureDraft, enter } from './states.ts'

export interface IssueInput {
  version?: number
  /** Sends the invoice to the customer's address, or to this one. */
  email?: boolean
  to?: string | null
}

/**
 * Turns a draft into an invoice, whole or not at all: tax by the rates of its date, number, frozen
 * parties, journal, job card, message.
 *
 * @throws NotADraftError, VersionConflictError, FutureDateError, NothingToChargeError,
 * DocumentNumberError, E_SAMPLE, RuleError of calculation, ledger and job card
 */
export async function issueInvoice(
  scope: Scope,
  id: string,
  input: IssueInput = {}
): Promise<Invoice> {
  return scope.work(async (unit) => {
    const invoice = await lockForUpdate(Invoice, id, { what: 'invoice', version: input.version })
    ensureDraft(invoice)
    await ensureReal(unit, Invoice.table, id)
    if (invoice.date > scope.today()) throw new FutureDateError(invoice.date)
    const branch = await branchOf(scope, invoice.branchId)
    const lines = await recalculate(scope, invoice, branch)
    await freezeParties(scope, invoice)
    await enter(scope, invoice, 'issue')
    invoice.number = await documentNumber(scope, unit, branch, invoice.date)
    invoice.issuedAt = scope.now()
    invoice.balance = invoice.total
    await invoice.save()
    await postInvoice(scope, invoice, lines)
    await markJob(scope, invoice)
    await announceIssued(scope, invoice)
    if (input.email || input.to) await queueMessage(scope, unit, invoice, input.to)
    return invoice
  })
}

/**
 * The law may have changed since the draft was saved, and so may the customer's registration: taxes are computed anew,
 * with the cess and charges that modules add today. Prices stay as the draft shows them.
 */
async function recalculate(scope: Scope, invoice: Invoice, branch: ScopeBranch) {
  const stored = await InvoiceLine.query().where('invoice_id', invoice.id).orderBy('position')
  const { contactId, vehicleId, jobId, date, priceMode } = invoice
  const written = stored.filter((line) => !line.addedBy)
  const lines = await withTaxLines(
    scope,
    {
      contactId,
      vehicleId: vehicleId ?? null,
      jobId: jobId ?? null,
      branchId: branch.id,
      date,
      priceMode,
    },
    written.map(asPriced)
  )
  const explicit = invoice.placeOfSupplyReason === 'explicit'
  const calculation = await calculateInvoice(scope, {
    branch,
    buyer: await customerOf(scope, contactId),
    date,
    placeOfSupply: explicit ? invoice.placeOfSupply : null,
    priceMode,
    lines,
  })
  if (calculation.document.totals.grandTotal === 0) throw new NothingToChargeError()
  for (const line of stored) if (line.addedBy) await line.delete()
  const saved: InvoiceLine[] = []
  for (const [index, line] of lines.entries()) {
    const columns = lineColumns(line, calculation, index)
    saved.push(
      written[index]
        ? await written[index].merge(columns).save()
        : await InvoiceLine.create({ invoiceId: invoice.id, ...columns })
    )
  }
  invoice.merge(computedColumns(calculation))
  return saved
}

async function freezeParties(scope: Scope, invoice: Invoice) {
  const gst = await scope.need('gst.calculator@1')
  invoice.supplier = await supplierSnapshot(scope, gst, invoice.branchId)
  invoice.buyer = buyerSnapshot(gst, await customerOf(scope, invoice.contactId))
  if (!invoice.vehicleId) return
  const registry = await scope.need('vehicles.registry@1')
  invoice.vehicle = vehicleSnapshot(await registry.get(scope, invoice.vehicleId))
}

async function documentNumber(scope: Scope, unit: Unit, branch: ScopeBranch, date: string) {
  const gst = await scope.need('gst.calculator@1')
  const number = await nextNumber(unit, { series: 'invoicing.invoice', branch, date })
  const checked = gst.checkDocumentNumber(number)
  if (!checked.ok) throw new DocumentNumberError(number, checked.message)
  return checked.value
}

async function postInvoice(scope: Scope, invoice: Invoice, lines: InvoiceLine[]) {
  const ledger = await scope.need('accounting.ledger@1')
  await ledger.post(scope, {
    date: invoice.date,
    narration: `Invoice ${invoice.number} to ${invoice.buyer!.name}`,
    source: { module: 'invoicing', type: 'invoice', id: invoice.id, event: 'issued' },
    branchId: invoice.branchId,
    lines: invoiceLines({ ...totalsOf(invoice), lines }),
    document: { label: invoice.number!, path: `/invoicing/${invoice.id}` },
  })
}

function totalsOf(invoice: Invoice) {
  const { contactId, stateTaxName, cgst, sgst, igst, cess, other, roundOff, total } = invoice
  return { contactId, stateTaxName, cgst, sgst, igst, cess, other, roundOff, total }
}

async function markJob(scope: Scope, { id, number, jobId }: Invoice) {
  if (!jobId) return
  const billing = await scope.contract('jobcards.billing@1')
  await billing?.markInvoiced(scope, jobId, { invoiceId: id, invoiceNumber: number! })
}
