import { defineSearch } from '@karkhana/kernel/module'
import { formatRupees, paise } from '@karkhana/kernel/money'
import { anywhere, inOrder, matchingIds } from '@karkhana/kernel/search'
import Item from '../models/item.ts'

/** Parts and services by code, name and HSN. */
export default defineSearch({
  id: 'catalog.items',
  label: 'Parts & services',
  icon: 'i-lucide-package',
  permission: 'catalog.item.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const items = unit
        .from('catalog_items')
        .whereNull('archived_at')
        .select('id', 'created_at')
        .where((either) =>
          either
            .whereILike('code', anywhere(text))
            .orWhereILike('name', anywhere(text))
            .orWhereLike('hsn', anywhere(text).slice(1))
        )
      const ids = await matchingIds(unit, [items], limit)
      const found = await Item.query().whereIn('id', ids)
      return inOrder(ids, found).map(({ id, name, code, unitPrice, unit: per }) => ({
        id,
        title: name,
        detail: `${code} · ${formatRupees(paise(unitPrice))} per ${per}`,
        href: `/catalog/${id}`,
      }))
    }),
})
