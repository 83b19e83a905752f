import { withCustom, type Language, type Scope, type Unit } from '@karkhana/kernel'
import { findOr404, insertAll, lockForUpdate } from '@karkhana/kernel/database'
import type { ContactKind } from '../contracts.ts'
import { ArchivedContactError } from '../errors.ts'
import Contact from '../models/contact.ts'
import { anyDuplicate, refuseDuplicates, type Candidate } from './duplicates.ts'
import { normalisePhone } from './phone.ts'
import { checkPlace } from './tax_identity.ts'

/** What is left out stays as it is; `null` empties it. */
export interface ContactInput {
  kind: ContactKind
  name: string
  company?: string | null
  phone?: string | null
  email?: string | null
  gstin?: string | null
  addressLine1?: string | null
  addressLine2?: string | null
  city?: string | null
  stateCode?: string | null
  postalCode?: string | null
  language?: Language | null
  notes?: string | null
  /** The phone number may belong to another contact as well. */
  sharedPhone?: boolean
  /** Fields of the organisation's own. */
  custom?: Record<string, unknown>
}

/** @throws NotFoundError */
export function getContact(scope: Scope, id: string): Promise<Contact> {
  return scope.read(() => findOr404(Contact, id, { what: 'contact' }))
}

/**
 * @throws PhoneError, GstinError, StateError, SharedPhoneError, SharedGstinError, a validation error at
 * `custom.<key>`
 */
export function createContact(scope: Scope, input: ContactInput): Promise<Contact> {
  return scope.work(async (unit) => {
    const contact = new Contact()
    await fill(unit, contact, input)
    await contact.save()
    return contact.refresh()
  })
}

/** @throws NotFoundError, VersionConflictError, ArchivedContactError and those of `createContact` */
export function updateContact(
  scope: Scope,
  id: string,
  { version, ...input }: ContactInput & { version: number }
): Promise<Contact> {
  return scope.work(async (unit) => {
    const contact = await lockForUpdate(Contact, id, { version, what: 'contact' })
    if (contact.archivedAt) throw new ArchivedContactError()
    await fill(unit, contact, input)
    await contact.save()
    return contact.refresh()
  })
}

/**
 * Takes a contact out of lists and pickers; documents keep naming it. Archiving twice is no error.
 * @throws NotFoundError
 */
export function archiveContact(scope: Scope, id: string): Promise<Contact> {
  return scope.work(async () => {
    const contact = await lockForUpdate(Contact, id, { what: 'contact' })
    contact.archivedAt ??= scope.now()
    await contact.save()
    return contact.refresh()
  })
}

/** @throws NotFoundError */
export function restoreContact(scope: Scope, id: string): Promise<Contact> {
  return scope.work(async () => {
    const contact = await lockForUpdate(Contact, id, { what: 'contact' })
    contact.archivedAt = null
    await contact.save()
    return contact.refresh()
  })
}

/**
 * The same as `createContact` for many, by a few statements. `null`, and nothing is written, when one of them has a
 * phone or GSTIN that another contact has: each by itself tells which.
 * @throws PhoneError, GstinError, StateError, a validation error at `custom.<key>`
 */
export function createContacts(
  scope: Scope,
  inputs: readonly ContactInput[]
): Promise<Contact[] | null> {
  return scope.work(async (unit) => {
    const contacts: Contact[] = []
    const candidates: Candidate[] = []
    for (const input of inputs) {
      const contact = new Contact()
      candidates.push(await merge(unit, contact, input))
      contacts.push(contact)
    }
    if (await anyDuplicate(unit, candidates)) return null
    await insertAll(unit, Contact, contacts)
    return contacts
  })
}

/**
 * The same as `updateContact` for many. The answers say which of them had something to change. `null`, and nothing is
 * written, when one of them is archived or was changed meanwhile.
 * @throws those of `updateContact`
 */
export function updateContacts(
  scope: Scope,
  inputs: readonly (ContactInput & { id: string; version: number })[]
): Promise<boolean[] | null> {
  return scope.work(async (unit) => {
    const ids = inputs.map(({ id }) => id)
    const rows = await Contact.query().whereIn('id', ids).orderBy('id').forUpdate()
    const stored = new Map(rows.map((contact) => [contact.id, contact]))
    const changed: boolean[] = []
    for (const { id, version, ...input } of inputs) {
      const contact = stored.get(id)
      if (!contact || contact.archivedAt || contact.version !== version) return null
      await fill(unit, contact, input)
      changed.push(contact.$isDirty)
      if (contact.$isDirty) await contact.save()
    }
    return changed
  })
}

async function fill(unit: Unit, contact: Contact, input: ContactInput) {
  await refuseDuplicates(unit, await merge(unit, contact, input))
}

/** Puts the input into the contact. @returns what no other contact may have of it */
async function merge(
  unit: Unit,
  contact: Contact,
  { sharedPhone, custom: sent, ...input }: ContactInput
): Promise<Candidate> {
  const place = await checkPlace(unit.scope, {
    gstin: merged(input.gstin, contact.gstin),
    // A new GSTIN brings its own state.
    stateCode: merged(input.stateCode, input.gstin ? null : contact.stateCode),
    postalCode: merged(input.postalCode, contact.postalCode),
  })
  const before = { phone: contact.phone, gstin: contact.gstin }
  const phone = merged(input.phone && normalisePhone(input.phone), contact.phone)
  const custom = await withCustom(unit.scope, Contact.table, sent, contact.custom)
  contact.merge({ ...input, ...place, phone, custom })
  return {
    id: contact.id ?? null,
    // What it had already was settled when it was saved then.
    phone: phone === before.phone ? null : phone,
    gstin: place.gstin === before.gstin ? null : place.gstin,
    sharedPhone: sharedPhone ?? false,
  }
}

/** The new value when one was sent, else the present one. */
function merged(sent: string | null | undefined, present: string | null | undefined) {
  return sent === undefined ? (present ?? null) : sent || null
}
