import { defineSamples } from '@karkhana/kernel/module'
import { archiveItem, createItem, type ItemInput } from '../services/items.ts'

/** What every workshop sells: an hour of labour, a service, two parts. */
const ITEMS: Pick<ItemInput, 'kind' | 'code' | 'name' | 'hsn' | 'unit' | 'unitPrice'>[] = [
  {
    kind: 'service',
    code: 'SAMPLE-LABOUR',
    name: 'Repair labour, per hour',
    hsn: '998714',
    unit: 'OTH',
    unitPrice: '600.00',
  },
  {
    kind: 'service',
    code: 'SAMPLE-SERVICE',
    name: 'Periodic service',
    hsn: '998714',
    unit: 'OTH',
    unitPrice: '1200.00',
  },
  {
    kind: 'part',
    code: 'SAMPLE-PADS',
    name: 'Brake pads, front set',
    hsn: '8708',
    unit: 'SET',
    unitPrice: '1450.00',
  },
  {
    kind: 'part',
    code: 'SAMPLE-CABLE',
    name: 'Clutch cable',
    hsn: '8708',
    unit: 'NOS',
    unitPrice: '240.00',
  },
]

export default defineSamples({
  id: 'catalog.samples',
  table: 'catalog_items',
  permission: 'catalog.item.create',
  async make(scope) {
    const ids: string[] = []
    for (const item of ITEMS) {
      ids.push((await createItem(scope, { ...item, treatment: 'taxable' })).id)
    }
    return ids
  },
  archive: (scope, id) => archiveItem(scope, id, true),
})
