import { defineModule } from '@karkhana/kernel/module'

/** What a workshop sells: parts and services. */
export default defineModule({
  id: 'catalog',
  name: 'Catalog',
  description: 'Parts and services with HSN or SAC, unit, price and the GST rate of every date.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: ['gst'],
  consumes: { 'gst.calculator@1': 'required' },
  tables: ['catalog_items', 'catalog_item_rates'],
  provides: {
    'catalog.items@1': () => import('./services/items_contract.ts'),
  },
})
