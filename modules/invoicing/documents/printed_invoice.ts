import { formatDate } from '@karkhana/kernel/dates'
import type {
  PrintedFact,
  PrintedOrganisation,
  PrintedParty,
  PrintedRow,
  PrintedTotal,
} from '@karkhana/kernel/documents'
import { formatAmount, formatRupees, negate, type Paise } from '@karkhana/kernel/money'
import type Invoice from '../models/invoice.ts'
import type Payment from '../models/payment.ts'
import type { BuyerSnapshot, SupplierSnapshot, VehicleSnapshot } from '../services/snapshots.ts'
import type { LoadedInvoice } from '../services/read_invoice.ts'
import { DOCUMENT_TITLES } from '../transformers/invoice.ts'
import { lineColumns, lineRows } from './printed_lines.ts'
import { taxTable } from './printed_taxes.ts'

export type PrintedInvoice = ReturnType<typeof printedInvoice>

const MODES = { cash: 'cash', upi: 'UPI', card: 'card', bank: 'bank transfer', cheque: 'cheque' }

/** What the template lays out; amounts are paise, `logo` is a `data:` address. */
export function printedInvoice(
  loaded: LoadedInvoice,
  payments: Payment[],
  {
    logo,
    custom = [],
    footer = [],
  }: { logo?: string; custom?: PrintedFact[]; footer?: string[] } = {}
) {
  const { invoice, supplier, buyer, vehicle } = loaded
  const draft = invoice.status === 'draft'
  return {
    title: draft ? 'Draft invoice' : DOCUMENT_TITLES[invoice.documentType],
    number: invoice.number ?? '',
    draft,
    copy: draft ? '' : 'Original for recipient',
    stamp: draft ? 'Not a tax invoice' : invoice.status === 'cancelled' ? 'Cancelled' : '',
    organisation: { ...printedSupplier(supplier), logo },
    facts: facts(loaded),
    custom,
    parties: [billTo(buyer), ...(vehicle ? [ofVehicle(vehicle)] : [])],
    columns: lineColumns(invoice),
    rows: lineRows(invoice.lines) as PrintedRow[],
    totals: totals(invoice),
    words: invoice.total,
    payments: payments.map(
      (payment) =>
        `${formatRupees(payment.amount)} received by ${MODES[payment.mode]} on ${formatDate(payment.date)}` +
        (payment.reference ? ` (${payment.reference})` : '')
    ),
    taxes: taxTable(invoice),
    notes: [
      ...(invoice.notes ? [{ heading: 'Notes', text: invoice.notes }] : []),
      ...(invoice.terms ? [{ heading: 'Terms', text: invoice.terms }] : []),
    ],
    footer,
    signatory: supplier.legalName,
    declaration: draft
      ? 'A draft for checking. It is no tax invoice and gives no right to input tax credit.'
      : 'This is a computer-generated document.',
  }
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

function facts({ invoice, placeOfSupplyName }: LoadedInvoice): PrintedFact[] {
  return [
    { label: 'Date', value: formatDate(invoice.date) },
    { label: 'Place of supply', value: `${placeOfSupplyName} (${invoice.placeOfSupply})` },
    ...(invoice.jobNumber ? [{ label: 'Job card', value: invoice.jobNumber, code: true }] : []),
    { label: 'Tax on reverse charge', value: 'No' },
  ]
}

/** Rule 46(d) to (f): name and address, GSTIN of a registered buyer, state of any other. */
function billTo(buyer: BuyerSnapshot): PrintedParty {
  return {
    heading: 'Bill to',
    name: buyer.name,
    lines: [...addressLines(buyer), ...(buyer.phone ? [phone(buyer.phone)] : [])],
    taxIds: buyer.gstin ? [{ label: 'GSTIN', value: buyer.gstin }] : [],
  }
}

/** `+919822012345` → `+91 98220 12345`; numbers of other countries stay as they are. */
function phone(number: string): string {
  return number.replace(/^(\+91)(\d{5})(\d{5})$/, '$1 $2 $3')
}

function ofVehicle(vehicle: VehicleSnapshot): PrintedParty {
  const { registration, make, model, variant, vin, odometerKm } = vehicle
  return {
    heading: 'Vehicle',
    name: registration ?? vin ?? '',
    lines: [
      [make, model, variant].filter(Boolean).join(' '),
      ...(odometerKm === null ? [] : [`Odometer ${thousands(odometerKm)} km`]),
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

function totals(invoice: Invoice): PrintedTotal[] {
  const row = (label: string, amount: Paise) => (amount === 0 ? [] : [{ label, amount }])
  const paid = invoice.paid > 0
  return [
    ...row('Taxable value', invoice.taxable),
    ...row('Value without GST', invoice.nonTaxable),
    ...row('CGST', invoice.cgst),
    ...row(invoice.stateTaxName, invoice.sgst),
    ...row('IGST', invoice.igst),
    ...row('Cess', invoice.cess),
    ...row('Other charges', invoice.other),
    ...row('Round-off', invoice.roundOff),
    { label: 'Total', amount: invoice.total, grand: true },
    ...(paid ? [{ label: 'Received', amount: negate(invoice.paid) }] : []),
    ...(paid ? [{ label: 'Balance due', amount: invoice.balance }] : []),
  ]
}
