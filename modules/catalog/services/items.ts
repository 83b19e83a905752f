import { withCustom, type Scope } from '@karkhana/kernel'
import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import { roundHalfAwayFromZero } from '@karkhana/kernel/money'
import type { ItemKind, ItemTreatment } from '../contracts.ts'
import { ItemCodeTakenError, ItemEvUseError, ItemHsnError, ItemUnitError } from '../errors.ts'
import Item, { type EvUse } from '../models/item.ts'
import { ensureMaySetCost } from './cost.ts'

export interface ItemInput {
  kind: ItemKind
  code: string
  name: string
  description?: string | null
  hsn: string
  unit: string
  /** Rupees before tax. */
  unitPrice: string
  /** Rupees before tax; left out, it stays as it is. */
  unitCost?: string | null
  treatment: ItemTreatment
  evUse?: EvUse | null
  /** Fields of the organisation's own. */
  custom?: Record<string, unknown>
}

/** @throws NotFoundError */
export async function getItem(scope: Scope, id: string): Promise<Item> {
  return scope.read(() => findOr404(Item, id, { what: 'item' }))
}

/** @throws RuleError naming `code`, `hsn`, `unit`, `evUse` or `unitCost`, a validation error at `custom.<key>` */
export async function createItem(scope: Scope, input: ItemInput): Promise<Item> {
  ensureMaySetCost(scope, input)
  await checkItem(scope, input)
  return scope.work(async () => {
    await ensureCodeIsFree(input.code)
    const custom = await withCustom(scope, Item.table, input.custom)
    const item = await Item.create({ ...fieldsOf(input), custom })
    return item.refresh()
  })
}

/** @throws NotFoundError, VersionConflictError, RuleError naming the field */
export async function updateItem(
  scope: Scope,
  id: string,
  { version, ...input }: ItemInput & { version: number }
): Promise<Item> {
  ensureMaySetCost(scope, input)
  await checkItem(scope, input)
  return scope.work(async () => {
    const item = await lockForUpdate(Item, id, { version, what: 'item' })
    if (item.code !== input.code) await ensureCodeIsFree(input.code)
    const custom = await withCustom(scope, Item.table, input.custom, item.custom)
    await item.merge({ ...fieldsOf(input), custom }).save()
    return item.refresh()
  })
}

/**
 * Takes an item out of lists and pickers, or puts it back. Documents that have it keep it.
 * @throws NotFoundError
 */
export async function archiveItem(scope: Scope, id: string, archived: boolean): Promise<Item> {
  return scope.work(async () => {
    const item = await lockForUpdate(Item, id, { what: 'item' })
    await item.merge({ archivedAt: archived ? scope.now() : null }).save()
    return item.refresh()
  })
}

/** @internal Units and kinds are facts of the law, so they are checked before anything is opened. */
export async function checkItem(scope: Scope, input: ItemInput) {
  const gst = await scope.need('gst.calculator@1')
  checkHsn(input)
  if (!gst.uqc().some((unit) => unit.code === input.unit)) throw new ItemUnitError(input.unit)
  const charging = input.evUse === 'charging'
  if (input.evUse && charging !== (input.kind === 'service')) throw new ItemEvUseError()
}

/** Notification 78/2020-CT asks for 4 or 6 digits; imported goods carry 8. SAC is chapter 99. */
function checkHsn({ hsn, kind }: ItemInput) {
  const name = kind === 'service' ? 'SAC' : 'HSN'
  if (!/^(\d{4}|\d{6}|\d{8})$/.test(hsn)) {
    throw new ItemHsnError(`"${hsn.slice(0, 20)}" is not a ${name}.`, 'Enter its 4, 6 or 8 digits.')
  }
  if (hsn.startsWith('99') === (kind === 'service')) return
  throw kind === 'service'
    ? new ItemHsnError('The SAC of a service begins with 99.', 'Repair of vehicles is 998714.')
    : new ItemHsnError(
        'Codes that begin with 99 are for services.',
        'Make it a service, or enter the HSN of the part.'
      )
}

async function ensureCodeIsFree(code: string) {
  if (await Item.query().where('code', code).first()) throw new ItemCodeTakenError(code)
}

/** @internal The columns of an item as they are stored. */
export function fieldsOf(input: ItemInput) {
  return {
    kind: input.kind,
    code: input.code,
    name: input.name,
    description: input.description ?? null,
    hsn: input.hsn,
    unit: input.unit,
    unitPrice: roundHalfAwayFromZero(input.unitPrice, 2),
    ...(input.unitCost !== undefined && {
      unitCost: input.unitCost && roundHalfAwayFromZero(input.unitCost, 2),
    }),
    treatment: input.treatment,
    evUse: input.evUse ?? null,
  }
}
