import { withCustom, type Scope } from '@karkhana/kernel'
import { insertAll } from '@karkhana/kernel/database'
import Item from '../models/item.ts'
import { ensureMaySetCost } from './cost.ts'
import { checkItem, fieldsOf, type ItemInput } from './items.ts'

/**
 * The same as `createItem` for many, by a few statements. `null`, and nothing is written, when a code is taken or
 * stands twice: each by itself tells which.
 * @throws those of `createItem`
 */
export async function createItems(
  scope: Scope,
  inputs: readonly ItemInput[]
): Promise<Item[] | null> {
  for (const input of inputs) {
    ensureMaySetCost(scope, input)
    await checkItem(scope, input)
  }
  return scope.work(async (unit) => {
    const codes = inputs.map(({ code }) => code)
    if (new Set(codes).size < codes.length) return null
    if (await Item.query().whereIn('code', codes).select('id').first()) return null
    const items: Item[] = []
    for (const input of inputs) {
      const custom = await withCustom(scope, Item.table, input.custom)
      items.push(new Item().merge({ ...fieldsOf(input), custom }))
    }
    await insertAll(unit, Item, items)
    return items
  })
}

/**
 * The same as `updateItem` for many. The answers say which of them had something to change. `null`, and nothing is
 * written, when one of them was changed meanwhile or gets another code.
 * @throws those of `updateItem`
 */
export async function updateItems(
  scope: Scope,
  inputs: readonly (ItemInput & { id: string; version: number })[]
): Promise<boolean[] | null> {
  for (const input of inputs) {
    ensureMaySetCost(scope, input)
    await checkItem(scope, input)
  }
  return scope.work(async () => {
    const ids = inputs.map(({ id }) => id)
    const rows = await Item.query().whereIn('id', ids).orderBy('id').forUpdate()
    const stored = new Map(rows.map((item) => [item.id, item]))
    const asRead = inputs.every(({ id, version, code }) => {
      const item = stored.get(id)
      return item?.version === version && item.code === code
    })
    if (!asRead) return null
    const changed: boolean[] = []
    for (const { id, version: _read, custom: sent, ...input } of inputs) {
      const item = stored.get(id)!
      const custom = await withCustom(scope, Item.table, sent, item.custom)
      item.merge({ ...fieldsOf(input), custom })
      changed.push(item.$isDirty)
      if (item.$isDirty) await item.save()
    }
    return changed
  })
}
