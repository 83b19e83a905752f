import { defineSearch } from '@karkhana/kernel/module'
import { formatRupees, paise } from '@karkhana/kernel/money'
import { inOrder, matchingIds } from '@karkhana/kernel/search'
import { contains, startsWith } from '../lists/like.ts'
import Item from '../models/item.ts'

/** Parts and services by code, name and HSN. */
export default defineSearch({
  id: 'catalog.items',
  label: 'Parts & services',
  icon: 'i-lucide-package',
  permission: 'catalog.item.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const query = unit
        .from('catalog_items')
        .whereNull('archived_at')
        .select('id', 'created_at')
        .where((either) =>
          either
            .whereILike('code', contains(text))
            .orWhereILike('name', contains(text))
            .orWhereLike('hsn', startsWith(text))
        )
      const ids = await matchingIds(unit, query, limit)
      const items = await Item.query().whereIn('id', ids)
      return inOrder(ids, items).map(({ id, name, code, unitPrice, unit: per }) => ({
        id,
        title: name,
        detail: `${code} · ${formatRupees(paise(unitPrice))} per ${per}`,
        href: `/catalog/${id}`,
      }))
    }),
})
