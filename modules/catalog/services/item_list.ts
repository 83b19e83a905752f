import type { Scope } from '@karkhana/kernel'
import { runList, type ListInput } from '@karkhana/kernel/lists'
import type { ListPage } from '@karkhana/kernel/pages'
import { itemsList, showingOf, type ItemRow } from '../lists/items.ts'
import { ratesToday } from './rate_history.ts'

/** One page of items with their GST of today. */
export async function listItems(scope: Scope, input: ListInput): Promise<ListPage<ItemRow>> {
  return scope.read(async () => {
    const page = await runList(scope, itemsList(showingOf(input.filters?.status)), input)
    const rates = await ratesToday(scope, page.rows)
    const rows = page.rows.map((row) => ({ ...row, gstRate: rates.get(row.id) ?? null }))
    return { ...page, rows }
  })
}
