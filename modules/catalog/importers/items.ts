import type { Scope, Unit } from '@karkhana/kernel'
import { defineImporter, type ImportRow } from '@karkhana/kernel/module'
import { saveRecords } from '@karkhana/kernel/transfer'
import type { ItemTreatment } from '../contracts.ts'
import type { EvUse } from '../models/item.ts'
import { ensureMaySetCost } from '../services/cost.ts'
import { checkItem, createItem, updateItem, type ItemInput } from '../services/items.ts'
import { createItems, updateItems } from '../services/many_items.ts'
import { itemValidator } from '../validators/items.ts'

/** Parts and services from another program, known again by their code. */
export default defineImporter({
  id: 'catalog.items',
  label: 'Parts & services',
  permission: 'catalog.item.create',
  table: 'catalog_items',
  unique: ['code'],
  columns: [
    {
      key: 'code',
      label: 'Code',
      kind: 'text',
      required: true,
      max: 40,
      example: 'CON-48V',
      synonyms: ['Item code', 'Part no.', 'Part number', 'SKU', 'Alias', 'कोड', 'पार्ट नंबर'],
    },
    {
      key: 'name',
      label: 'Name',
      kind: 'text',
      required: true,
      max: 120,
      example: 'Main contactor 48 V',
      synonyms: [
        'Item name',
        'Name of item',
        'Stock item',
        'Part name',
        'Product name',
        'Particulars',
        'नाम',
      ],
    },
    {
      key: 'kind',
      label: 'Kind',
      kind: 'choice',
      required: true,
      options: [
        { value: 'part', label: 'Part' },
        { value: 'service', label: 'Service' },
      ],
    },
    {
      key: 'hsn',
      label: 'HSN/SAC',
      kind: 'text',
      required: true,
      max: 20,
      example: '8536',
      synonyms: ['HSN', 'HSN code', 'SAC', 'HSN/SAC code', 'एचएसएन'],
    },
    {
      key: 'unit',
      label: 'Unit',
      kind: 'text',
      required: true,
      max: 3,
      example: 'NOS',
      synonyms: ['UOM', 'Unit of measure', 'Usage unit', 'UQC', 'इकाई'],
    },
    {
      key: 'unitPrice',
      label: 'Price before tax',
      synonyms: ['Rate', 'Price', 'Selling price', 'Sale price', 'Standard price', 'दर', 'मूल्य'],
      kind: 'number',
      required: true,
      min: 0,
      example: '2450.00',
    },
    {
      key: 'unitCost',
      label: 'Cost before tax',
      kind: 'number',
      min: 0,
      synonyms: ['Cost', 'Purchase rate', 'Purchase price', 'Standard cost', 'लागत'],
    },
    {
      key: 'treatment',
      label: 'Treatment',
      kind: 'choice',
      options: [
        { value: 'taxable', label: 'Taxable' },
        { value: 'nil', label: 'Nil-rated' },
        { value: 'exempt', label: 'Exempt' },
        { value: 'nongst', label: 'Outside GST' },
      ],
      help: 'Taxable when left out.',
    },
    { key: 'description', label: 'Description', kind: 'multiline', max: 1000 },
  ],
  ...saveRecords<LookedUpItem, ItemInput>({
    permissions: { create: 'catalog.item.create', update: 'catalog.item.update' },
    lookUp,
    input,
    create: createItem,
    update: updateItem,
    createAll: createItems,
    updateAll: updateItems,
  }),
})

interface LookedUpItem {
  known: Known | null
}

interface Known {
  id: string
  version: number
  code: string
  description: string | null
  treatment: ItemTreatment
  ev_use: EvUse | null
}

const codeOf = (row: ImportRow) => String(row.code).trim().toUpperCase()

async function lookUp(unit: Unit, rows: readonly ImportRow[]): Promise<LookedUpItem[]> {
  const found = (await unit
    .from('catalog_items')
    .whereIn('code', rows.map(codeOf))
    .select('id', 'version', 'code', 'description', 'treatment', 'ev_use')) as Known[]
  const byCode = new Map(found.map((item) => [item.code, item]))
  return rows.map((row) => ({ known: byCode.get(codeOf(row)) ?? null }))
}

/** What the file leaves out stays as it is. */
async function input(scope: Scope, row: ImportRow, { known }: LookedUpItem): Promise<ItemInput> {
  const read = await itemValidator.validate({
    treatment: known?.treatment ?? 'taxable',
    description: known?.description ?? null,
    evUse: known?.ev_use ?? null,
    ...row,
  })
  // Told at this row alone, before any of its neighbours is saved.
  ensureMaySetCost(scope, read)
  await checkItem(scope, read)
  return read
}
