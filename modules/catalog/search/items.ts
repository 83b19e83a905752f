import { defineSearch } from '@karkhana/kernel/module'
import { lookupItems } from '../services/lookup.ts'

/** Parts and services by code, name and HSN. */
export default defineSearch({
  id: 'catalog.items',
  label: 'Parts & services',
  icon: 'i-lucide-package',
  permission: 'catalog.item.view',
  async find(scope, text, limit) {
    const found = await lookupItems(scope, { q: text })
    return found.slice(0, limit).map(({ id, label, hint }) => ({
      id,
      title: label,
      detail: hint,
      href: `/catalog/${id}`,
    }))
  },
})
