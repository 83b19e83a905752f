import { wordsOf, type Language, type Words } from '@karkhana/kernel'
import { formatDate } from '@karkhana/kernel/dates'
import {
  printedPayment,
  type PaymentDetails,
  type PrintedFact,
  type PrintedOrganisation,
  type PrintedParty,
  type PrintedRow,
  type PrintedTotal,
} from '@karkhana/kernel/documents'
import { formatAmount, formatRupees, negate, ZERO, type Paise } from '@karkhana/kernel/money'
import type Invoice from '../models/invoice.ts'
import type Payment from '../models/payment.ts'
import type { BuyerSnapshot, SupplierSnapshot, VehicleSnapshot } from '../services/snapshots.ts'
import type { LoadedInvoice } from '../services/read_invoice.ts'
import { lineColumns, lineRows } from './printed_lines.ts'
import { taxTable } from './printed_taxes.ts'

/** An invoice as far as the paper needs it; a draft under way may have no buyer yet. */
export type Printable = Pick<
  LoadedInvoice,
  'invoice' | 'supplier' | 'vehicle' | 'placeOfSupplyName'
> & { buyer: BuyerSnapshot | null }

export type PrintedInvoice = ReturnType<typeof printedInvoice>

/** What a paper has besides the invoice. */
export interface PaperInput {
  language: Language
  /** `data:` address. */
  logo?: string
  /** Fields of the organisation's own. */
  custom?: PrintedFact[]
  /** What other modules put at the foot. */
  footer?: string[]
  /** Where the branch is paid. */
  pay?: PaymentDetails | null
}

/** What the template lays out, in the words of a language; amounts are paise. */
export function printedInvoice(
  loaded: Printable,
  payments: Payment[],
  { language, logo, custom = [], footer = [], pay = null }: PaperInput
) {
  const say = wordsOf(language, 'invoicing')
  const { invoice, supplier, buyer, vehicle } = loaded
  const draft = invoice.status === 'draft'
  return {
    title: draft ? say('paper.draft_invoice') : say(`paper.${invoice.documentType}`),
    number: invoice.number ?? '',
    date: invoice.date,
    draft,
    copy: draft ? '' : say('paper.original'),
    stamp: stamp(invoice, say),
    organisation: { ...printedSupplier(supplier), branchId: invoice.branchId, logo },
    facts: facts(loaded, say),
    custom,
    parties: [
      ...(buyer ? [billTo(buyer, say)] : []),
      ...(vehicle ? [ofVehicle(vehicle, say)] : []),
    ],
    columns: lineColumns(invoice, say),
    rows: lineRows(invoice.lines, say) as PrintedRow[],
    totals: totals(invoice, say),
    words: invoice.total,
    pay: payable(invoice, supplier, { pay, language }),
    payments: payments.map(
      (payment) =>
        say('paper.received_by', {
          amount: formatRupees(payment.amount),
          mode: say(`paper.mode.${payment.mode}`),
          date: formatDate(payment.date),
        }) + (payment.reference ? ` (${payment.reference})` : '')
    ),
    taxes: taxTable(invoice, say),
    notes: [
      ...(invoice.notes ? [{ heading: say('paper.notes'), text: invoice.notes }] : []),
      ...(invoice.terms ? [{ heading: say('paper.terms'), text: invoice.terms }] : []),
    ],
    footer,
    signatory: supplier.legalName,
    declaration: draft ? say('paper.draft_declaration') : say('paper.declaration'),
  }
}

/**
 * The account as it is now, also on an old bill: nobody should pay into one that was closed. A code for what is still
 * due, which a draft and a cancelled bill are not.
 */
function payable(
  { status, number, balance }: Invoice,
  { name }: SupplierSnapshot,
  { pay = null, language }: Pick<PaperInput, 'pay' | 'language'>
) {
  if (status === 'cancelled') return null
  const due = status === 'issued' ? balance : ZERO
  return printedPayment(pay, { language, payee: name, due, note: number ?? '' })
}

function stamp({ status }: Invoice, say: Words): string {
  if (status === 'draft') return say('paper.no_tax_invoice')
  return status === 'cancelled' ? say('paper.cancelled') : ''
}

function printedSupplier(supplier: SupplierSnapshot): PrintedOrganisation {
  return {
    name: supplier.name,
    legalName: supplier.legalName,
    address: addressLines(supplier),
    taxIds: [{ label: 'GSTIN', value: supplier.gstin }],
    phone: supplier.phone ?? undefined,
    email: supplier.email ?? undefined,
  }
}

function facts({ invoice, placeOfSupplyName }: Printable, say: Words): PrintedFact[] {
  return [
    { label: say('paper.date'), value: formatDate(invoice.date) },
    {
      label: say('paper.place_of_supply'),
      value: `${placeOfSupplyName} (${invoice.placeOfSupply})`,
    },
    ...(invoice.jobNumber
      ? [{ label: say('paper.job_card'), value: invoice.jobNumber, code: true }]
      : []),
    { label: say('paper.reverse_charge'), value: say('paper.no') },
  ]
}

/** Rule 46(d) to (f): name and address, GSTIN of a registered buyer, state of any other. */
function billTo(buyer: BuyerSnapshot, say: Words): PrintedParty {
  return {
    heading: say('paper.bill_to'),
    name: buyer.name,
    lines: [...addressLines(buyer), ...(buyer.phone ? [phone(buyer.phone)] : [])],
    taxIds: buyer.gstin ? [{ label: 'GSTIN', value: buyer.gstin }] : [],
  }
}

/** `+919822012345` → `+91 98220 12345`; numbers of other countries stay as they are. */
function phone(number: string): string {
  return number.replace(/^(\+91)(\d{5})(\d{5})$/, '$1 $2 $3')
}

function ofVehicle(vehicle: VehicleSnapshot, say: Words): PrintedParty {
  const { registration, make, model, variant, vin, odometerKm } = vehicle
  return {
    heading: say('paper.vehicle'),
    name: registration ?? vin ?? '',
    lines: [
      [make, model, variant].filter(Boolean).join(' '),
      ...(odometerKm === null ? [] : [say('paper.odometer', { km: thousands(odometerKm) })]),
      ...(registration && vin ? [`VIN ${vin}`] : []),
    ],
  }
}

const thousands = (km: number) => formatAmount((km * 100) as Paise).slice(0, -3)

function addressLines(party: SupplierSnapshot | BuyerSnapshot): string[] {
  const { addressLine1, addressLine2, city, postalCode, stateName, stateCode } = party
  const town = [city, postalCode].filter(Boolean).join(' ')
  const state = stateCode ? `${stateName} (${stateCode})` : null
  return [addressLine1, addressLine2, [town, state].filter(Boolean).join(', ')].filter(
    (line): line is string => Boolean(line)
  )
}

function totals(invoice: Invoice, say: Words): PrintedTotal[] {
  const row = (label: string, amount: Paise) => (amount === 0 ? [] : [{ label, amount }])
  const paid = invoice.paid > 0
  return [
    ...row(say('paper.taxable_value'), invoice.taxable),
    ...row(say('paper.without_gst'), invoice.nonTaxable),
    ...row('CGST', invoice.cgst),
    ...row(invoice.stateTaxName, invoice.sgst),
    ...row('IGST', invoice.igst),
    ...row(say('paper.cess'), invoice.cess),
    ...row(say('paper.other_charges'), invoice.other),
    ...row(say('paper.round_off'), invoice.roundOff),
    { label: say('paper.total'), amount: invoice.total, grand: true },
    ...(paid ? [{ label: say('paper.received'), amount: negate(invoice.paid) }] : []),
    ...(paid ? [{ label: say('paper.balance_due'), amount: invoice.balance }] : []),
  ]
}
