import type { Scope } from '@karkhana/kernel'
import { calculateInvoice } from './calculation.ts'
import type { PreviewInput } from './draft_input.ts'
import { extendLines, notesOf } from './extended_lines.ts'
import { customerOf, ensureItems, ensurePlaceOfSupply } from './parties.ts'
import { PLACE_OF_SUPPLY_REASONS } from './place_of_supply.ts'
import { stateName } from './snapshots.ts'
import { warningsFor } from './warnings.ts'

/**
 * The tax of a draft while it is written; saves nothing.
 * @throws RuleError and NotFoundError at the fields of the input
 */
export async function previewInvoice(scope: Scope, input: PreviewInput) {
  return scope.read(async (unit) => {
    const buyer = input.contactId ? await customerOf(scope, input.contactId) : null
    await ensureItems(unit, input.lines)
    await ensurePlaceOfSupply(scope, input.placeOfSupply)
    const gst = await scope.need('gst.calculator@1')
    const priceMode = input.priceMode ?? 'exclusive'
    const facts = {
      contactId: buyer?.id ?? null,
      vehicleId: input.vehicleId ?? null,
      jobId: input.jobId ?? null,
      branchId: scope.branch.id,
      date: input.date,
      priceMode,
    }
    const written = input.lines.map((line) => ({ ...line, description: line.description ?? '' }))
    const extended = await extendLines(scope, facts, written)
    const { documentType, lines, document } = await calculateInvoice(scope, {
      branch: scope.branch,
      buyer,
      date: input.date,
      placeOfSupply: input.placeOfSupply ?? null,
      priceMode,
      lines: extended,
    })
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
        branchId: scope.branch.id,
        date: input.date,
        buyer,
        document: { ...document, total: totals.grandTotal },
      }),
    }
  })
}

/** What the form shows beside the lines. */
export type InvoicePreview = Awaited<ReturnType<typeof previewInvoice>>
