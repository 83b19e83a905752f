import { customOf, type CustomValues, type Scope } from '@karkhana/kernel'
import type { Contact as ContactSnapshot, ContactKind } from '../contracts.ts'
import Contact from '../models/contact.ts'

/** One contact with everything its page and the API show. */
export interface ContactDetail extends ContactSnapshot {
  company: string | null
  notes: string | null
  /** Fields of the organisation's own. */
  custom: CustomValues
  version: number
  /** ISO instants, UTC. */
  archivedAt: string | null
  createdAt: string
  updatedAt: string
}

/** What other modules and their documents get. */
export function contactSnapshot(contact: Contact): ContactSnapshot {
  return {
    id: contact.id,
    kind: contact.kind,
    name: contact.name,
    phone: contact.phone,
    email: contact.email,
    gstin: contact.gstin,
    stateCode: contact.stateCode,
    addressLine1: contact.addressLine1,
    addressLine2: contact.addressLine2,
    city: contact.city,
    postalCode: contact.postalCode,
    language: contact.language ?? null,
    archived: contact.archivedAt !== null,
  }
}

export async function contactDetail(scope: Scope, contact: Contact): Promise<ContactDetail> {
  return {
    ...contactSnapshot(contact),
    company: contact.company,
    notes: contact.notes,
    custom: await customOf(scope, Contact.table, contact.custom),
    version: contact.version,
    archivedAt: contact.archivedAt?.toUTC().toISO() ?? null,
    createdAt: contact.createdAt.toUTC().toISO()!,
    updatedAt: contact.updatedAt.toUTC().toISO()!,
  }
}

/** A row of the contact list as SQL gives it. */
export interface RawContactRow {
  id: string
  kind: ContactKind
  name: string
  company: string | null
  phone: string | null
  gstin: string | null
  city: string | null
  archived_at: Date | null
}

export interface ContactRow {
  id: string
  kind: ContactKind
  name: string
  company: string | null
  phone: string | null
  gstin: string | null
  city: string | null
  archived: boolean
}

export function contactRow(raw: RawContactRow): ContactRow {
  const { id, kind, name, company, phone, gstin, city } = raw
  return { id, kind, name, company, phone, gstin, city, archived: raw.archived_at !== null }
}
