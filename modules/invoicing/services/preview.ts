import type {} from '@karkhana/jobcards/contracts'
import { NotFoundError, withCustom, type Scope, type ScopeBranch } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import Invoice from '../models/invoice.ts'
import { calculateInvoice } from './calculation.ts'
import { draftPaper } from './draft_paper.ts'
import type { PreviewInput } from './draft_input.ts'
import { extendLines, notesOf } from './extended_lines.ts'
import { branchOf, customerOf, ensureItems, ensurePlaceOfSupply } from './parties.ts'
import { PLACE_OF_SUPPLY_REASONS } from './place_of_supply.ts'
import { stateName } from './snapshots.ts'
import { warningsFor } from './warnings.ts'

/**
 * The tax of a draft while it is written, and the paper if it is wanted; saves nothing.
 * @throws RuleError and NotFoundError at the fields of the input
 */
export async function previewInvoice(scope: Scope, input: PreviewInput) {
  const custom = input.paper ? await customOfPaper(scope, input) : {}
  return scope.read(async (unit) => {
    const buyer = input.contactId ? await customerOf(scope, input.contactId) : null
    await ensureItems(unit, input.lines)
    await ensurePlaceOfSupply(scope, input.placeOfSupply)
    const gst = await scope.need('gst.calculator@1')
    const { branch, jobNumber } = await originOf(scope, input)
    const priceMode = input.priceMode ?? 'exclusive'
    const facts = {
      contactId: buyer?.id ?? null,
      vehicleId: input.vehicleId ?? null,
      jobId: input.jobId ?? null,
      branchId: branch.id,
      date: input.date,
      priceMode,
    }
    const written = input.lines.map((line) => ({ ...line, description: line.description ?? '' }))
    const extended = await extendLines(scope, facts, written)
    const calculation = await calculateInvoice(scope, {
      branch,
      buyer,
      date: input.date,
      placeOfSupply: input.placeOfSupply ?? null,
      priceMode,
      lines: extended,
    })
    const { documentType, lines, document } = calculation
    const { totals, placeOfSupplyReason } = document
    return {
      documentType,
      placeOfSupply: {
        code: document.placeOfSupply,
        name: stateName(gst, document.placeOfSupply),
        reason: placeOfSupplyReason,
        reasonText: PLACE_OF_SUPPLY_REASONS[placeOfSupplyReason],
      },
      supplyNature: document.supplyNature,
      stateTaxName: document.stateTaxName,
      lines: document.lines.map((line, index) => ({
        gstRate: lines[index].gstRate,
        taxable: line.taxable,
        cgst: line.cgst,
        sgst: line.sgst,
        igst: line.igst,
        cess: line.cess,
        total: line.total,
        /** What other modules made of the line; the ones that they add come last. */
        description: extended[index].description,
        unitPrice: lines[index].unitPrice,
        discountPercent: lines[index].discountPercent,
        addedBy: extended[index].addedBy,
        notes: notesOf(extended[index]),
      })),
      totals: {
        taxable: totals.taxable,
        nonTaxable: totals.nonTaxable,
        cgst: totals.cgst,
        sgst: totals.sgst,
        igst: totals.igst,
        cess: totals.cess,
        roundOff: totals.roundOff,
        total: totals.grandTotal,
      },
      warnings: await warningsFor(scope, {
        branchId: branch.id,
        date: input.date,
        buyer,
        document: { ...document, total: totals.grandTotal },
      }),
      /** One HTML document, when it was asked for. */
      paper: input.paper
        ? await draftPaper(scope, {
            input,
            buyer,
            branch,
            jobNumber,
            calculation,
            lines: extended,
            custom,
          })
        : null,
    }
  })
}

/** The branch that saving would take: that of the draft, of the job card, or the reader's own. */
async function originOf(
  scope: Scope,
  { id, jobId }: PreviewInput
): Promise<{ branch: ScopeBranch; jobNumber: string | null }> {
  if (id) {
    const { branchId, jobNumber } = await findOr404(Invoice, id, { what: 'invoice' })
    return { branch: await branchOf(scope, branchId), jobNumber }
  }
  if (!jobId) return { branch: scope.branch, jobNumber: null }
  const billing = await scope.contract('jobcards.billing@1')
  if (!billing) throw new NotFoundError('job card', 'jobId')
  const { branchId, number } = await billing.billable(scope, jobId)
  return { branch: await branchOf(scope, branchId), jobNumber: number }
}

/** What is filled in of the organisation's own fields; none needs to be there yet. */
function customOfPaper(scope: Scope, { custom = {} }: PreviewInput) {
  const filled = Object.entries(custom).filter(([, value]) => value !== null && value !== '')
  return withCustom(scope, Invoice.table, Object.fromEntries(filled), {})
}

/** What the form shows beside the lines. */
export type InvoicePreview = Awaited<ReturnType<typeof previewInvoice>>
