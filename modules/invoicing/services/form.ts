import { customFieldsOf, customOf, type CustomField, type Scope } from '@karkhana/kernel'
import type { JobInvoiceSummary } from '../contracts.ts'
import Invoice from '../models/invoice.ts'
import type { DraftInput } from './draft_input.ts'
import { draftFromJob } from './from_job.ts'
import invoices from './invoices_contract.ts'
import { customerOf } from './parties.ts'
import { asWritten } from './line_columns.ts'
import { loadInvoice } from './read_invoice.ts'
import { ensureDraft } from './states.ts'

/** One choice of a picker with its label. */
interface Chosen {
  id: string
  label: string
  [extra: string]: unknown
}

/** What the form page works on. */
export interface InvoiceForm {
  /** `null` while nothing is saved. */
  id: string | null
  version: number | null
  job: { id: string; number: string } | null
  values: DraftInput | null
  customer: Chosen | null
  vehicle: Chosen | null
  today: string
  states: { code: string; name: string }[]
  units: { code: string; name: string }[]
  customFields: CustomField[]
}

/** An empty form. */
export async function newForm(scope: Scope): Promise<InvoiceForm & Record<string, unknown>> {
  const gst = await scope.need('gst.calculator@1')
  return {
    id: null,
    version: null,
    job: null,
    values: null,
    customer: null,
    vehicle: null,
    today: scope.today(),
    states: gst.states().map(({ code, name }) => ({ code, name })),
    units: gst.uqc(),
    customFields: await customFieldsOf(scope, Invoice.table),
  }
}

/** @throws NotFoundError, NotADraftError */
export async function editForm(scope: Scope, id: string) {
  return scope.read(async () => {
    const { invoice, buyer, vehicle } = await loadInvoice(scope, id)
    ensureDraft(invoice)
    const explicit = invoice.placeOfSupplyReason === 'explicit'
    return {
      ...(await newForm(scope)),
      id,
      version: invoice.version,
      job: invoice.jobId ? { id: invoice.jobId, number: invoice.jobNumber! } : null,
      customer: { id: invoice.contactId, label: buyer.name },
      vehicle:
        invoice.vehicleId && vehicle ? { id: invoice.vehicleId, label: nameOf(vehicle) } : null,
      values: {
        contactId: invoice.contactId,
        vehicleId: invoice.vehicleId,
        jobId: invoice.jobId,
        date: invoice.date,
        placeOfSupply: explicit ? invoice.placeOfSupply : null,
        priceMode: invoice.priceMode,
        terms: invoice.terms,
        notes: invoice.notes,
        custom: await customOf(scope, Invoice.table, invoice.custom),
        lines: invoice.lines.filter((line) => !line.addedBy).map(asWritten),
      },
    }
  })
}

/**
 * The form filled from a job card, or the invoice that the card has already.
 * @throws NotFoundError, RuleError when there is nothing to bill
 */
export async function jobForm(
  scope: Scope,
  jobId: string
): Promise<
  { existing: JobInvoiceSummary } | { existing: null; props: InvoiceForm & Record<string, unknown> }
> {
  return scope.read(async () => {
    const existing = await invoices.forJob(scope, jobId)
    if (existing) return { existing }
    const { jobNumber, branchId: _, ...values } = await draftFromJob(scope, jobId)
    const registry = await scope.need('vehicles.registry@1')
    const customer = await customerOf(scope, values.contactId)
    const vehicle = await registry.get(scope, values.vehicleId!)
    return {
      existing: null,
      props: {
        ...(await newForm(scope)),
        job: { id: jobId, number: jobNumber },
        values,
        customer: { id: customer.id, label: customer.name },
        vehicle: { id: vehicle.id, label: nameOf(vehicle) },
      },
    }
  })
}

function nameOf(vehicle: { registration: string | null; make: string; model: string }) {
  return [vehicle.registration, `${vehicle.make} ${vehicle.model}`].filter(Boolean).join(' · ')
}
