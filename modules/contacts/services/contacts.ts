import { withCustom, type Language, type Scope, type Unit } from '@karkhana/kernel'
import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import type { ContactKind } from '../contracts.ts'
import { ArchivedContactError } from '../errors.ts'
import Contact from '../models/contact.ts'
import { refuseDuplicates } from './duplicates.ts'
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

async function fill(
  unit: Unit,
  contact: Contact,
  { sharedPhone, custom: sent, ...input }: ContactInput
) {
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
  await refuseDuplicates(unit, {
    id: contact.id ?? null,
    // What it had already was settled when it was saved then.
    phone: phone === before.phone ? null : phone,
    gstin: place.gstin === before.gstin ? null : place.gstin,
    sharedPhone: sharedPhone ?? false,
  })
}

/** The new value when one was sent, else the present one. */
function merged(sent: string | null | undefined, present: string | null | undefined) {
  return sent === undefined ? (present ?? null) : sent || null
}
