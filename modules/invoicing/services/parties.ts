import type { Contact } from '@karkhana/contacts/contracts'
import type {} from '@karkhana/gst/contracts'
import {
  getBranch,
  languageOf,
  NotFoundError,
  RuleError,
  type Language,
  type Scope,
  type ScopeBranch,
  type Unit,
} from '@karkhana/kernel'
import type {} from '@karkhana/vehicles/contracts'
import type { DraftLine } from './draft_input.ts'

/**
 * The customer of an invoice.
 * @throws NotFoundError at `contactId`, also for a contact of another organisation
 */
export async function customerOf(scope: Scope, id: string): Promise<Contact> {
  const directory = await scope.need('contacts.directory@1')
  const contact = await directory.find(scope, id)
  if (!contact) throw new NotFoundError('customer', 'contactId')
  return contact
}

/** The language in which a customer is written to: their own, else the one the organisation speaks to customers in. */
export async function languageOfCustomer(scope: Scope, id: string | null): Promise<Language> {
  const directory = await scope.need('contacts.directory@1')
  const contact = id ? await directory.find(scope, id) : null
  return contact?.language ?? languageOf(scope)
}

/** @throws NotFoundError at `vehicleId`, also for a vehicle of another organisation */
export async function ensureVehicle(scope: Scope, id: string | null | undefined) {
  if (!id) return
  const registry = await scope.need('vehicles.registry@1')
  if (!(await registry.find(scope, id))) throw new NotFoundError('vehicle', 'vehicleId')
}

/** @throws NotFoundError at `lines.<n>.itemId`, also for an item of another organisation */
export async function ensureItems(unit: Unit, lines: Pick<DraftLine, 'itemId'>[]) {
  const ids = [...new Set(lines.map((line) => line.itemId).filter((id) => id != null))]
  if (ids.length === 0) return
  const rows = await unit.rows<{ id: string }>('select id from catalog_items where id = any(?)', [
    ids,
  ])
  const known = new Set(rows.map((row) => row.id))
  const missing = lines.findIndex((line) => line.itemId && !known.has(line.itemId))
  if (missing >= 0) throw new NotFoundError('item', `lines.${missing}.itemId`)
}

/** @throws RuleError E_STATE at `placeOfSupply` when it is no state of today */
export async function ensurePlaceOfSupply(scope: Scope, code: string | null | undefined) {
  if (!code) return
  const gst = await scope.need('gst.calculator@1')
  if (gst.states().some((state) => state.code === code)) return
  throw new RuleError('E_STATE', 'This state is not known.', {
    field: 'placeOfSupply',
    next: 'Choose it from the list.',
  })
}

/** The branch a document belongs to, also when it has been closed since. */
export async function branchOf(scope: Scope, id: string): Promise<ScopeBranch> {
  return scope.branches.find((branch) => branch.id === id) ?? getBranch(scope, id)
}
