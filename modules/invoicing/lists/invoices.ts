import { defineList, type ListQuery } from '@karkhana/kernel/lists'
import { INVOICES } from '../records.ts'
import { STATE_LOOKS } from './state_looks.ts'
import { invoiceRow, type InvoiceRow, type RawInvoiceRow } from '../transformers/invoice_row.ts'

/** Columns of a row; also used by lookups. */
export const ROW_COLUMNS = [
  'i.id',
  'i.number',
  'i.status',
  'i.total',
  'i.paid',
  'i.balance',
  'i.job_id',
  'i.job_number',
]

/** Invoices with the customer and vehicle they were made for. */
export function invoiceRows(query: ListQuery): ListQuery {
  return query
    .leftJoin('contacts_contacts as c', 'c.id', 'i.contact_id')
    .leftJoin('vehicles_vehicles as v', 'v.id', 'i.vehicle_id')
    .select(
      ...ROW_COLUMNS,
      query.client.raw('i.date::text as date'),
      query.client.raw("coalesce(i.buyer ->> 'name', c.name) as customer"),
      query.client.raw("coalesce(i.vehicle ->> 'registration', v.registration) as registration")
    )
}

const monthStart = (today: string) => `${today.slice(0, 7)}-01`

/** Invoices for page and API. */
export default defineList<RawInvoiceRow, InvoiceRow>({
  name: 'invoicing.invoices',
  label: 'Invoices',
  from: (unit) => invoiceRows(unit.from('invoicing_invoices as i')),
  id: 'i.id',
  record: INVOICES,
  columns: [
    { key: 'number', label: 'No.', kind: 'code', primary: true },
    { key: 'date', label: 'Date', kind: 'date' },
    { key: 'customer', label: 'Customer' },
    { key: 'registration', label: 'Vehicle', kind: 'code', hideOnPhone: true },
    { key: 'state', label: 'Status', kind: 'status', statuses: STATE_LOOKS },
    { key: 'total', label: 'Total', kind: 'money' },
    { key: 'balance', label: 'Balance', kind: 'money', hideOnPhone: true },
    { key: 'jobNumber', label: 'Job card', kind: 'code', hidden: true, hideOnPhone: true },
  ],
  search: (query, term) => {
    const like = `%${term.replace(/[\\%_]/g, '\\$&')}%`
    const code = `%${term.replace(/[^0-9A-Za-z]/g, '').toUpperCase()}%`
    void query.where((any) => {
      void any
        .whereILike('i.number', like)
        .orWhereRaw("coalesce(i.buyer ->> 'name', c.name) ilike ?", [like])
        .orWhereILike('i.job_number', like)
      if (code.length > 2) {
        void any.orWhereRaw("coalesce(i.vehicle ->> 'registration', v.registration) like ?", [code])
      }
    })
  },
  filters: {
    status: {
      label: 'Status',
      options: [
        { value: 'draft', label: 'Draft' },
        { value: 'issued', label: 'Issued' },
        { value: 'unpaid', label: 'Unpaid' },
        { value: 'paid', label: 'Paid' },
        { value: 'cancelled', label: 'Cancelled' },
      ],
      apply: (query, value) => {
        if (value === 'unpaid') void query.where('i.balance', '>', 0)
        else if (value === 'paid') void query.where('i.status', 'issued').where('i.balance', 0)
        else void query.where('i.status', value)
      },
    },
    date: { kind: 'date', label: 'Date', column: 'i.date', of: 'date' },
    total: { kind: 'money', label: 'Total', column: 'i.total' },
    received: {
      label: 'Payment received',
      options: [{ value: 'this_month', label: 'This month' }],
      apply: (query, _value, scope) => {
        void query.whereRaw(
          `exists (select 1 from invoicing_payments p
                    where p.invoice_id = i.id and p.organisation_id = i.organisation_id and p.date >= ?)`,
          [monthStart(scope.today())]
        )
      },
    },
  },
  sorts: {
    newest: { label: 'Newest first', column: 'i.date', type: 'date', direction: 'desc' },
    oldest: { label: 'Oldest first', column: 'i.date', type: 'date', direction: 'asc' },
    balance: { label: 'Largest balance', column: 'i.balance', type: 'bigint', direction: 'desc' },
    total: { label: 'Largest total', column: 'i.total', type: 'bigint', direction: 'desc' },
  },
  defaultSort: 'newest',
  row: invoiceRow,
})
