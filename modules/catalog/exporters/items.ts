import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import { seesCost } from '../services/cost.ts'

const KINDS = { part: 'Part', service: 'Service' }
const TREATMENTS = { taxable: 'Taxable', nil: 'Nil-rated', exempt: 'Exempt', nongst: 'Outside GST' }

interface Row {
  id: string
  code: string
  name: string
  kind: keyof typeof KINDS
  hsn: string
  unit: string
  unit_price: string
  unit_cost: string | null
  treatment: keyof typeof TREATMENTS
  description: string | null
  archived_at: Date | null
}

/** All parts and services in the columns of their import; the cost for those who see it. */
export default defineExporter({
  id: 'catalog.items',
  label: 'Parts & services',
  permission: 'catalog.item.view',
  table: 'catalog_items',
  columns: [
    { key: 'code', label: 'Code', kind: 'text' },
    { key: 'name', label: 'Name', kind: 'text' },
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'hsn', label: 'HSN/SAC', kind: 'text' },
    { key: 'unit', label: 'Unit', kind: 'text' },
    { key: 'unit_price', label: 'Price before tax', kind: 'number' },
    { key: 'unit_cost', label: 'Cost before tax', kind: 'number' },
    { key: 'treatment', label: 'Treatment', kind: 'text' },
    { key: 'description', label: 'Description', kind: 'text' },
    { key: 'archived', label: 'Archived', kind: 'text' },
  ],
  async *rows(scope) {
    const cost = seesCost(scope)
    const batches = inBatches<Row>(scope, (unit, after, size) =>
      unit
        .from('catalog_items')
        .where('id', '>', after)
        .orderBy('id')
        .limit(size)
        .select('id', 'code', 'name', 'kind', 'hsn', 'unit', 'unit_price', 'treatment')
        .select('description', 'archived_at', ...(cost ? ['unit_cost'] : []))
    )
    for await (const rows of batches) {
      yield rows.map(({ archived_at: archivedAt, kind, treatment, ...row }) => ({
        ...row,
        kind: KINDS[kind],
        treatment: TREATMENTS[treatment],
        archived: archivedAt !== null,
      }))
    }
  },
})
