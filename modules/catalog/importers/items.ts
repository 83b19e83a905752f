import type { Scope, Unit } from '@karkhana/kernel'
import { defineImporter, type ImportRow } from '@karkhana/kernel/module'
import type { EvUse } from '../models/item.ts'
import { createItem, updateItem } from '../services/items.ts'
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
  save,
})

interface Known {
  id: string
  version: number
  description: string | null
  treatment: string
  ev_use: EvUse | null
}

async function save(scope: Scope, row: ImportRow) {
  return scope.work(async (unit) => {
    const known = await findKnown(unit, String(row.code))
    const input = await itemValidator.validate({
      treatment: known?.treatment ?? 'taxable',
      description: known?.description ?? null,
      evUse: known?.ev_use ?? null,
      ...row,
    })
    if (!known) {
      scope.ensure('catalog.item.create')
      const { id } = await createItem(scope, input)
      return { outcome: 'created' as const, id }
    }
    scope.ensure('catalog.item.update')
    const { id, version } = known
    const saved = await updateItem(scope, id, { ...input, version })
    return { outcome: saved.version === version ? ('same' as const) : ('changed' as const), id }
  })
}

async function findKnown(unit: Unit, code: string): Promise<Known | null> {
  return (await unit
    .from('catalog_items')
    .where('code', code.trim().toUpperCase())
    .select('id', 'version', 'description', 'treatment', 'ev_use')
    .first()) as Known | null
}
