import { crud, defineModule, defineRecords, permission } from '@karkhana/kernel/module'
import { TABLES } from './data.ts'

/** What a workshop sells: parts and services. */
export default defineModule({
  id: 'catalog',
  name: 'Catalog',
  description: 'Parts and services with HSN or SAC, unit, price and the GST rate of every date.',
  version: '0.1.0',
  lang: ['en', 'hi'],
  kernel: '^0.1.0',
  kind: 'app',
  requires: { gst: '^0.1.0' },
  consumes: { 'gst.calculator@1': 'required' },
  provides: {
    'catalog.items@1': () => import('./services/items_contract.ts'),
  },
  tables: TABLES,
  // shared by all branches
  records: [
    defineRecords({
      table: 'catalog_items',
      noun: 'item',
      view: 'catalog.item.view',
      customFields: true,
      archive: () => import('./archive.ts'),
      parts: { catalog_item_rates: 'item_id' },
    }),
  ],
  routes: () => import('./routes.ts'),
  permissions: crud(
    'catalog.item',
    'catalog item',
    {
      view: ['manager', 'accountant', 'technician'],
      create: ['manager', 'accountant'],
      update: ['manager', 'accountant'],
    },
    [
      permission('catalog.rate.decide', 'Decide the GST rate of an item', ['accountant']),
      permission(
        'catalog.item.cost_view',
        'See and enter cost and margin of items',
        ['accountant'],
        {
          byGrant: ['manager'],
          reads: true,
        }
      ),
    ]
  ),
  search: [() => import('./search/items.ts')],
  importers: [() => import('./importers/items.ts')],
  exporters: [() => import('./exporters/items.ts')],
  samples: [() => import('./samples/items.ts')],
  onboarding: [
    {
      id: 'catalog.first_item',
      title: 'Add a part or service with its GST rate',
      why: 'Job cards and invoices take name, price and tax from it.',
      permission: 'catalog.item.create',
      href: '/catalog/create',
      icon: 'i-lucide-package',
      order: 230,
      minutes: 2,
      done: { table: 'catalog_items' },
    },
  ],
  menu: [
    {
      id: 'catalog.items',
      label: 'Parts & services',
      href: '/catalog',
      icon: 'i-lucide-package',
      section: 'Masters',
      order: 230,
      createHref: '/catalog/create',
      createLabel: 'New part or service',
      permission: 'catalog.item.view',
      createPermission: 'catalog.item.create',
    },
  ],
})
