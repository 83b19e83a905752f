import {
  NotFoundError,
  withCustom,
  type Scope,
  type ScopeBranch,
  type Unit,
} from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type { BillableJob } from '@karkhana/jobcards/contracts'
import { JobHasInvoiceError } from '../errors.ts'
import Invoice from '../models/invoice.ts'
import InvoiceLine from '../models/invoice_line.ts'
import { calculateInvoice, type Calculation } from './calculation.ts'
import { ensureDiscounts } from './discounts.ts'
import type { DraftInput } from './draft_input.ts'
import { extendLines, type ExtendedLine } from './extended_lines.ts'
import { asWritten, lineColumns } from './line_columns.ts'
import { branchOf, customerOf, ensureItems, ensurePlaceOfSupply, ensureVehicle } from './parties.ts'
import { ensureDraft } from './states.ts'

/**
 * Saves a new draft. It has no number and posts nothing. The draft of a job card belongs to the branch of the card.
 * @throws RuleError and NotFoundError at the fields of the input
 */
export async function createDraft(scope: Scope, input: DraftInput): Promise<Invoice> {
  return scope.work(async (unit) => {
    const job = input.jobId ? await holdJob(scope, unit, input.jobId) : null
    const branch = job ? await branchOf(scope, job.branchId) : scope.branch
    await ensureDiscounts(scope, input.lines, job?.lines ?? [])
    const fields = await draftFields(scope, unit, branch, input)
    const invoice = await Invoice.create({
      ...fields.invoice,
      custom: await withCustom(scope, Invoice.table, input.custom),
      status: 'draft',
      branchId: branch.id,
      jobId: input.jobId ?? null,
      jobNumber: job?.number ?? null,
    })
    await writeLines(invoice.id, fields)
    return invoice
  })
}

/**
 * Saves a draft anew, with all its lines; its branch and job card stay.
 * @throws NotADraftError, VersionConflictError, RuleError and NotFoundError at the fields
 */
export async function updateDraft(scope: Scope, id: string, input: DraftInput): Promise<Invoice> {
  return scope.work(async (unit) => {
    const invoice = await lockForUpdate(Invoice, id, { what: 'invoice', version: input.version })
    ensureDraft(invoice)
    const branch = await branchOf(scope, invoice.branchId)
    const before = await InvoiceLine.query().where('invoice_id', id).orderBy('position')
    await ensureDiscounts(scope, input.lines, before.map(asWritten))
    const fields = await draftFields(scope, unit, branch, { ...input, jobId: invoice.jobId })
    const custom = await withCustom(scope, Invoice.table, input.custom, invoice.custom)
    await InvoiceLine.query().where('invoice_id', id).delete()
    await writeLines(id, fields)
    return invoice.merge({ ...fields.invoice, custom }).save()
  })
}

/**
 * Throws a draft away; the audit log remembers it.
 * @throws NotADraftError
 */
export async function discardDraft(scope: Scope, id: string): Promise<void> {
  await scope.work(async () => {
    const invoice = await lockForUpdate(Invoice, id, { what: 'invoice' })
    ensureDraft(invoice)
    await invoice.delete()
  })
}

/** Header columns that follow from a calculation. */
export function computedColumns({ documentType, document }: Calculation) {
  const { totals } = document
  return {
    documentType,
    placeOfSupply: document.placeOfSupply,
    placeOfSupplyReason: document.placeOfSupplyReason,
    supplyNature: document.supplyNature,
    stateTaxName: document.stateTaxName,
    taxable: totals.taxable,
    nonTaxable: totals.nonTaxable,
    cgst: totals.cgst,
    sgst: totals.sgst,
    igst: totals.igst,
    cess: totals.cess,
    other: totals.otherCharges,
    roundOff: totals.roundOff,
    total: totals.grandTotal,
  }
}

async function draftFields(scope: Scope, unit: Unit, branch: ScopeBranch, input: DraftInput) {
  const contact = await customerOf(scope, input.contactId)
  await ensureVehicle(scope, input.vehicleId)
  await ensureItems(unit, input.lines)
  await ensurePlaceOfSupply(scope, input.placeOfSupply)
  const priceMode = input.priceMode ?? 'exclusive'
  const facts = {
    contactId: contact.id,
    vehicleId: input.vehicleId ?? null,
    jobId: input.jobId ?? null,
    branchId: branch.id,
    date: input.date,
    priceMode,
  }
  const lines = await extendLines(scope, facts, input.lines)
  const calculation = await calculateInvoice(scope, {
    branch,
    buyer: contact,
    date: input.date,
    placeOfSupply: input.placeOfSupply ?? null,
    priceMode,
    lines,
  })
  return {
    lines,
    calculation,
    invoice: {
      contactId: contact.id,
      vehicleId: input.vehicleId ?? null,
      date: input.date,
      priceMode,
      terms: input.terms ?? null,
      notes: input.notes ?? null,
      ...computedColumns(calculation),
    },
  }
}

async function writeLines(
  invoiceId: string,
  { lines, calculation }: { lines: ExtendedLine[]; calculation: Calculation }
) {
  await InvoiceLine.createMany(
    lines.map((line, index) => ({ invoiceId, ...lineColumns(line, calculation, index) }))
  )
}

/** Locks the job card and makes sure that it is still to be billed. */
async function holdJob(scope: Scope, unit: Unit, jobId: string): Promise<BillableJob> {
  const billing = await scope.contract('jobcards.billing@1')
  if (!billing) throw new NotFoundError('job card', 'jobId')
  const job = await billing.billable(scope, jobId).catch((error) => {
    if (error instanceof NotFoundError) throw new NotFoundError('job card', 'jobId')
    throw error
  })
  await ensureNoInvoice(unit, jobId)
  return job
}

async function ensureNoInvoice(unit: Unit, jobId: string) {
  const [held] = await unit.rows<{ number: string | null }>(
    `select number from invoicing_invoices where job_id = ? and status <> 'cancelled'`,
    [jobId]
  )
  if (held) throw new JobHasInvoiceError(held.number)
}
