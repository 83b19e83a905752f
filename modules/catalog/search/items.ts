import { defineSearch } from '@karkhana/kernel/module'

/** Parts and services by code, name, HSN and description. */
export default defineSearch({
  id: 'catalog.items',
  label: 'Parts & services',
  icon: 'i-lucide-package',
  permission: 'catalog.item.view',
  table: 'catalog_items',
  where: 't.archived_at is null',
  title: 't.name',
  detail: ['t.code', { sql: 't.unit_price * 100', as: 'money' }, 't.unit'],
  codes: ['t.code', 't.hsn'],
  words: ['t.code', 't.description'],
  href: '/catalog/:id',
})
