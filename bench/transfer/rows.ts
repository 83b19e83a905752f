import type { FileColumn } from '../../app/transfer/files/cells.ts'

/** Twelve columns as a list of invoices has them: texts, a phone, amounts, a day, an instant. */
export const COLUMNS: FileColumn[] = [
  { key: 'number', label: 'Number', kind: 'text' },
  { key: 'day', label: 'Date', kind: 'date' },
  { key: 'customer', label: 'Customer', kind: 'text' },
  { key: 'phone', label: 'Phone', kind: 'text' },
  { key: 'gstin', label: 'GSTIN', kind: 'text' },
  { key: 'city', label: 'City', kind: 'text' },
  { key: 'hours', label: 'Hours', kind: 'number' },
  { key: 'taxable', label: 'Before tax', kind: 'money' },
  { key: 'tax', label: 'GST', kind: 'money' },
  { key: 'total', label: 'Total', kind: 'money' },
  { key: 'created', label: 'Created', kind: 'instant' },
  { key: 'notes', label: 'Notes', kind: 'text' },
]

const CITIES = ['Pune', 'Nashik', 'पुणे', 'Pimpri & Chinchwad', 'Bengaluru']
const START = Date.UTC(2025, 3, 1)

/** Rows of that list in batches, each made when it is asked for. */
export async function* benchRows(count: number, size = 1_000) {
  for (let from = 0; from < count; from += size) {
    yield Array.from({ length: Math.min(size, count - from) }, (_, at) => benchRow(from + at))
    await Promise.resolve()
  }
}

function benchRow(n: number) {
  const taxable = 100_000 + ((n * 7_919) % 5_000_000)
  const tax = Math.round(taxable * 0.18)
  const at = new Date(START + n * 61_000).toISOString()
  return {
    number: `PUN-26-${String(n).padStart(6, '0')}`,
    day: at.slice(0, 10),
    customer: `Customer ${n % 4_000} & Sons`,
    phone: `+9198${String(n % 100_000_000).padStart(8, '0')}`,
    gstin: n % 3 ? null : `27AAPFU${String(n % 10_000).padStart(4, '0')}F1ZV`,
    city: CITIES[n % CITIES.length],
    hours: `${n % 9}.5`,
    taxable,
    tax,
    total: taxable + tax,
    created: at,
    notes: n % 4 ? 'Range drops from 80 to 35 km and it cuts off on the flyover.' : null,
  }
}
