import type { Contact } from '@karkhana/contacts/contracts'
import {
  languageOf,
  printedCustomFields,
  printedLogo,
  type CustomValues,
  type Scope,
  type ScopeBranch,
} from '@karkhana/kernel'
import {
  documentHtml,
  documentLook,
  fontsHref,
  letterheadFor,
  paymentDetails,
} from '@karkhana/kernel/documents'
import { asPaise } from '@karkhana/kernel/money'
import invoiceDocument from '../documents/invoice.ts'
import { printedInvoice } from '../documents/printed_invoice.ts'
import Invoice from '../models/invoice.ts'
import InvoiceLine from '../models/invoice_line.ts'
import type { Calculation } from './calculation.ts'
import type { PreviewInput } from './draft_input.ts'
import { computedColumns } from './drafts.ts'
import type { ExtendedLine } from './extended_lines.ts'
import { lineColumns } from './line_columns.ts'
import { buyerSnapshot, stateName, supplierSnapshot, vehicleSnapshot } from './snapshots.ts'

/** A draft under way with what was computed of it. */
export interface DraftUnderWay {
  input: PreviewInput
  buyer: Contact | null
  branch: ScopeBranch
  jobNumber: string | null
  calculation: Calculation
  lines: ExtendedLine[]
  custom: CustomValues
}

/** The paper of a draft that is not saved: the template, the words and the figures of the printed one, as HTML. */
export async function draftPaper(scope: Scope, draft: DraftUnderWay): Promise<string> {
  const { input, buyer, branch, calculation, custom } = draft
  const gst = await scope.need('gst.calculator@1')
  const language = input.paper?.language ?? buyer?.language ?? languageOf(scope)
  const invoice = invoiceOf(draft)
  const data = printedInvoice(
    {
      invoice,
      supplier: await supplierSnapshot(scope, gst, branch.id),
      buyer: buyer && buyerSnapshot(gst, buyer),
      vehicle: await vehicleOf(scope, input.vehicleId),
      placeOfSupplyName: stateName(gst, calculation.document.placeOfSupply),
    },
    [],
    {
      language,
      logo: await printedLogo(scope, branch.id),
      custom: await printedCustomFields(scope, Invoice.table, custom),
      pay: await paymentDetails(scope, branch.id),
    }
  )
  const format = input.paper?.format
  return documentHtml({ ...invoiceDocument, title: data.title }, data, {
    language,
    format,
    look: await documentLook(scope),
    letterhead: await letterheadFor(scope, data),
    fontsHref: fontsHref(),
  })
}

/** The draft as saving would write it, kept in memory. */
function invoiceOf({
  input,
  branch: { id: branchId },
  calculation,
  lines,
  jobNumber,
}: DraftUnderWay): Invoice {
  const invoice = new Invoice().fill({
    ...computedColumns(calculation),
    status: 'draft',
    branchId,
    date: input.date,
    priceMode: input.priceMode ?? 'exclusive',
    notes: input.notes ?? null,
    terms: input.terms ?? null,
    jobNumber,
    paid: asPaise(0),
    balance: asPaise(0),
  })
  const own = lines.map((line, index) =>
    new InvoiceLine().fill({ ...lineColumns(line, calculation, index) })
  )
  invoice.$setRelated('lines', own as Invoice['lines'])
  return invoice
}

async function vehicleOf(scope: Scope, id: string | null | undefined) {
  if (!id) return null
  const vehicle = await (await scope.need('vehicles.registry@1')).find(scope, id)
  return vehicle && vehicleSnapshot(vehicle)
}
