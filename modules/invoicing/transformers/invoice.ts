import { compareDecimals, sum, type Paise } from '@karkhana/kernel/money'
import type InvoiceLine from '../models/invoice_line.ts'
import type { InvoiceMessageView } from './message.ts'
import type Payment from '../models/payment.ts'
import { notesOf } from '../services/extended_lines.ts'
import { PLACE_OF_SUPPLY_REASONS } from '../services/place_of_supply.ts'
import type { LoadedInvoice } from '../services/read_invoice.ts'
import { invoiceState } from './invoice_row.ts'

/** A journal entry that an invoice or its payment caused. */
export interface LedgerEntry {
  id: string
  number: string
  date: string
  narration: string
}

/** What the law calls the paper. */
export const DOCUMENT_TITLES = { tax_invoice: 'Tax invoice', bill_of_supply: 'Bill of supply' }

export function lineView(line: InvoiceLine) {
  const { id, position, kind, itemId, description, hsn, quantity, unit, unitPrice } = line
  const { discountPercent, treatment, chosenRate, gstRate } = line
  const { gross, discount, taxable, cgst, sgst, igst, cess, total } = line
  return {
    id,
    position,
    kind,
    itemId,
    description,
    hsn,
    quantity,
    unit,
    unitPrice,
    discountPercent,
    treatment,
    chosenRate,
    gstRate,
    gross,
    discount,
    taxable,
    cgst,
    sgst,
    igst,
    cess,
    total,
    askedPrice: line.askedPrice,
    askedDiscount: line.askedDiscount,
    priceRule: line.priceRule,
    addedBy: line.addedBy,
    cessRate: line.cessRate,
    cessPerUnit: line.cessPerUnit,
    notes: notesOf(line),
  }
}

export function paymentView(payment: Payment) {
  const { id, number, invoiceId, date, mode, reference, amount, recordedBy } = payment
  return { id, number, invoiceId, date, mode, reference: reference ?? null, amount, recordedBy }
}

/** One row of the tax summary: a rate with the sums of its lines. */
export interface TaxRow {
  gstRate: string
  taxable: Paise
  cgst: Paise
  sgst: Paise
  igst: Paise
}

/** Taxable lines summed by rate, the lowest rate first. */
export function taxByRate(lines: InvoiceLine[]): TaxRow[] {
  const taxed = lines.filter((line) => line.treatment === 'taxable')
  const rates = [...new Set(taxed.map((line) => line.gstRate))].sort(compareDecimals)
  return rates.map((gstRate) => {
    const of = taxed.filter((line) => line.gstRate === gstRate)
    const total = (pick: (line: InvoiceLine) => Paise) => sum(of.map(pick))
    return {
      gstRate,
      taxable: total((line) => line.taxable),
      cgst: total((line) => line.cgst),
      sgst: total((line) => line.sgst),
      igst: total((line) => line.igst),
    }
  })
}

/** An invoice as its page and the API see it; amounts are paise. */
export function invoiceView(
  { invoice, branch, supplier, buyer, vehicle, placeOfSupplyName }: LoadedInvoice,
  payments: Payment[],
  messages: InvoiceMessageView[],
  entries: LedgerEntry[]
) {
  return {
    id: invoice.id,
    number: invoice.number ?? null,
    status: invoice.status,
    state: invoiceState(invoice.status, invoice.paid, invoice.balance),
    documentType: invoice.documentType,
    title: DOCUMENT_TITLES[invoice.documentType],
    date: invoice.date,
    branch: { id: branch.id, code: branch.code, name: branch.name },
    contactId: invoice.contactId,
    vehicleId: invoice.vehicleId ?? null,
    jobId: invoice.jobId ?? null,
    jobNumber: invoice.jobNumber ?? null,
    supplier,
    buyer,
    vehicle,
    placeOfSupply: {
      code: invoice.placeOfSupply,
      name: placeOfSupplyName,
      reason: invoice.placeOfSupplyReason,
      reasonText: PLACE_OF_SUPPLY_REASONS[invoice.placeOfSupplyReason],
    },
    supplyNature: invoice.supplyNature,
    stateTaxName: invoice.stateTaxName,
    priceMode: invoice.priceMode,
    terms: invoice.terms ?? null,
    notes: invoice.notes ?? null,
    lines: invoice.lines.map(lineView),
    taxes: taxByRate(invoice.lines),
    totals: {
      taxable: invoice.taxable,
      nonTaxable: invoice.nonTaxable,
      cgst: invoice.cgst,
      sgst: invoice.sgst,
      igst: invoice.igst,
      cess: invoice.cess,
      other: invoice.other,
      roundOff: invoice.roundOff,
      total: invoice.total,
    },
    paid: invoice.paid,
    balance: invoice.balance,
    payments: payments.map(paymentView),
    messages,
    entries,
    issuedAt: invoice.issuedAt?.toUTC().toISO() ?? null,
    cancelledAt: invoice.cancelledAt?.toUTC().toISO() ?? null,
    cancelReason: invoice.cancelReason ?? null,
    version: invoice.version,
  }
}

export type InvoiceView = ReturnType<typeof invoiceView>
