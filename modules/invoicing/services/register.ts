import type { Unit } from '@karkhana/kernel'
import type { ColumnDeclaration, ReportRow } from '@karkhana/kernel/module'
import type { InvoiceStatus } from '../contracts.ts'

/** A line of the sales register as SQL gives it; amounts are paise. */
export interface RawRegisterRow {
  id: string
  number: string | null
  date: string
  status: InvoiceStatus
  customer: string
  gstin: string | null
  place_of_supply: string
  taxable: string
  non_taxable: string
  cgst: string
  sgst: string
  igst: string
  cess: string
  other: string
  round_off: string
  total: string
  paid: string
  balance: string
  job_number: string | null
}

/** What a register of invoices says about each of them. */
export const REGISTER_COLUMNS: ColumnDeclaration[] = [
  { key: 'number', label: 'Invoice', kind: 'text' },
  { key: 'date', label: 'Date', kind: 'date' },
  { key: 'state', label: 'State', kind: 'text', labels: true },
  { key: 'customer', label: 'Customer', kind: 'text' },
  { key: 'gstin', label: 'GSTIN', kind: 'text' },
  { key: 'place', label: 'Place of supply', kind: 'text' },
  { key: 'taxable', label: 'Taxable', kind: 'money', total: true },
  { key: 'untaxed', label: 'Without GST', kind: 'money', total: true },
  { key: 'cgst', label: 'CGST', kind: 'money', total: true },
  { key: 'sgst', label: 'SGST/UTGST', kind: 'money', total: true },
  { key: 'igst', label: 'IGST', kind: 'money', total: true },
  { key: 'cess', label: 'Cess', kind: 'money', total: true },
  { key: 'other', label: 'Other', kind: 'money', total: true },
  { key: 'roundOff', label: 'Round-off', kind: 'money', total: true },
  { key: 'total', label: 'Total', kind: 'money', total: true },
]

const STATES: Record<InvoiceStatus, string> = {
  draft: 'Draft',
  issued: 'Issued',
  cancelled: 'Cancelled',
}

/** Invoices with what a register says about them. Alias `i`. */
export function registerQuery(unit: Unit) {
  return unit
    .from('invoicing_invoices as i')
    .leftJoin('contacts_contacts as c', (join) =>
      join.on('c.organisation_id', 'i.organisation_id').andOn('c.id', 'i.contact_id')
    )
    .select('i.id', 'i.number', 'i.status', 'i.place_of_supply', 'i.taxable', 'i.non_taxable')
    .select('i.cgst', 'i.sgst', 'i.igst', 'i.cess', 'i.other', 'i.round_off', 'i.total', 'i.paid')
    .select('i.balance', 'i.job_number', unit.trx.raw('i.date::text as date'))
    .select(unit.trx.raw("coalesce(i.buyer ->> 'name', c.name) as customer"))
    .select(
      unit.trx.raw("case when i.buyer is null then c.gstin else i.buyer ->> 'gstin' end as gstin")
    )
}

/** A cancelled invoice keeps its line, for its number is used, and counts nothing. */
export function registerRow(raw: RawRegisterRow): ReportRow {
  const amount = (value: string) => (raw.status === 'cancelled' ? 0 : Number(value))
  return {
    href: `/invoicing/${raw.id}`,
    number: raw.number ?? 'Draft',
    date: raw.date,
    state: STATES[raw.status],
    customer: raw.customer,
    gstin: raw.gstin,
    place: raw.place_of_supply,
    taxable: amount(raw.taxable),
    untaxed: amount(raw.non_taxable),
    cgst: amount(raw.cgst),
    sgst: amount(raw.sgst),
    igst: amount(raw.igst),
    cess: amount(raw.cess),
    other: amount(raw.other),
    roundOff: amount(raw.round_off),
    total: amount(raw.total),
  }
}
