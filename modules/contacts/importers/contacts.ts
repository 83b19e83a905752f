import type { Scope } from '@karkhana/kernel'
import { defineImporter, type ImportRow } from '@karkhana/kernel/module'
import { KINDS, LANGUAGES } from '../kinds.ts'
import {
  createContact,
  createContacts,
  updateContact,
  updateContacts,
  type ContactInput,
} from '../services/contacts.ts'
import { findAllKnown, findKnown, mayMeet, type Known } from '../services/known_again.ts'
import { stateCodeOf } from '../services/tax_identity.ts'
import { contactValidator } from '../validators/contact.ts'

/** Contacts from another program: known again by GSTIN, else by phone with name, else by name. */
export default defineImporter({
  id: 'contacts.contacts',
  label: 'Contacts',
  permission: 'contacts.contact.create',
  table: 'contacts_contacts',
  unique: ['gstin'],
  columns: [
    {
      key: 'name',
      label: 'Name',
      kind: 'text',
      required: true,
      max: 100,
      example: 'Raj Kumar',
      synonyms: [
        'Customer name',
        'Party name',
        'Name of ledger',
        'Ledger name',
        'Display name',
        'Contact name',
        'Full name',
        'Client name',
        'Vendor name',
        'Particulars',
        'Customer',
        'Party',
        'नाम',
        'ग्राहक',
        'ग्राहक का नाम',
        'पार्टी का नाम',
      ],
    },
    {
      key: 'kind',
      label: 'Kind',
      kind: 'choice',
      options: Object.entries(KINDS).map(([value, label]) => ({ value, label })),
      help: 'Customer when left out.',
      synonyms: ['Type', 'Contact type', 'Customer type', 'प्रकार'],
    },
    {
      key: 'company',
      label: 'Firm',
      kind: 'text',
      max: 100,
      example: 'Green Fleet LLP',
      synonyms: ['Company name', 'Company', 'Firm name', 'Business name', 'Organisation', 'फर्म'],
    },
    {
      key: 'phone',
      label: 'Phone',
      kind: 'phone',
      example: '98220 12345',
      synonyms: [
        'Mobile',
        'Mobile number',
        'Mobile phone',
        'Mobile no.',
        'Cell',
        'Contact number',
        'Contact no.',
        'Telephone',
        'WhatsApp',
        'WhatsApp number',
        'Primary phone',
        'फ़ोन',
        'फोन',
        'मोबाइल',
        'मोबाइल नंबर',
        'फ़ोन नंबर',
      ],
    },
    {
      key: 'email',
      label: 'E-mail',
      kind: 'email',
      example: 'raj@example.com',
      synonyms: ['Email ID', 'Email address', 'Mail', 'ईमेल', 'ई-मेल'],
    },
    {
      key: 'gstin',
      label: 'GSTIN',
      kind: 'text',
      max: 30,
      example: '27AAPFU0939F1ZV',
      synonyms: [
        'GSTIN/UIN',
        'GST Identification Number (GSTIN)',
        'GST no.',
        'GST number',
        'GST',
        'GST registration no.',
        'जीएसटी नंबर',
        'जीएसटीआईएन',
      ],
    },
    {
      key: 'addressLine1',
      label: 'Address line 1',
      kind: 'text',
      max: 100,
      example: '12 Karve Road',
      synonyms: ['Address', 'Billing address', 'Address 1', 'Street', 'Billing street', 'पता'],
    },
    {
      key: 'addressLine2',
      label: 'Address line 2',
      kind: 'text',
      max: 100,
      synonyms: ['Address 2', 'Billing street2', 'Street 2', 'Area', 'Locality'],
    },
    {
      key: 'city',
      label: 'City',
      kind: 'text',
      max: 50,
      example: 'Pune',
      synonyms: ['Town', 'Billing city', 'City/Town', 'शहर'],
    },
    {
      key: 'stateCode',
      label: 'State code',
      kind: 'text',
      max: 60,
      example: '27',
      help: 'The two digits of the GST state list or the name; follows from the GSTIN.',
      synonyms: ['State', 'State name', 'Billing state', 'Place of supply', 'राज्य'],
    },
    {
      key: 'postalCode',
      label: 'PIN code',
      kind: 'text',
      max: 10,
      example: '411004',
      synonyms: [
        'Pincode',
        'PIN',
        'Postal code',
        'ZIP',
        'ZIP code',
        'Billing code',
        'Billing zip',
        'पिन कोड',
        'पिनकोड',
      ],
    },
    {
      key: 'language',
      label: 'Language',
      kind: 'choice',
      options: Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
      help: 'As the organisation writes when left out.',
      synonyms: ['Preferred language', 'भाषा'],
    },
    {
      key: 'notes',
      label: 'Notes',
      kind: 'multiline',
      max: 2000,
      synonyms: ['Remarks', 'Comments', 'Description', 'Narration', 'टिप्पणी'],
    },
  ],
  save,
  saveAll,
})

async function save(scope: Scope, row: ImportRow) {
  return scope.work(async (unit) => {
    const known = await findKnown(unit, row)
    const input = await inputOf(scope, row, known)
    if (!known) {
      scope.ensure('contacts.contact.create')
      const { id } = await createContact(scope, input)
      return { outcome: 'created' as const, id }
    }
    scope.ensure('contacts.contact.update')
    const { id, version } = known
    const saved = await updateContact(scope, id, { ...input, version })
    return { outcome: saved.version === version ? ('same' as const) : ('changed' as const), id }
  })
}

/** The same for many; rows that could be one contact are left to `save`, one after the other. */
async function saveAll(scope: Scope, rows: readonly ImportRow[]) {
  if (mayMeet(rows)) return null
  return scope.work(async (unit) => {
    const known = await findAllKnown(unit, rows)
    const fresh: ContactInput[] = []
    const stored: (ContactInput & { id: string; version: number })[] = []
    for (const [at, row] of rows.entries()) {
      const found = known.get(at)
      const input = await inputOf(scope, row, found ?? null)
      if (found) stored.push({ ...input, id: found.id, version: found.version })
      else fresh.push(input)
    }
    if (fresh.length > 0) scope.ensure('contacts.contact.create')
    if (stored.length > 0) scope.ensure('contacts.contact.update')
    const created = await createContacts(scope, fresh)
    const changed = await updateContacts(scope, stored)
    if (!created || !changed) return null
    return rows.map((_, at) => {
      const { id } = known.get(at) ?? created.shift()!
      if (!known.has(at)) return { outcome: 'created' as const, id }
      return { outcome: changed.shift() ? ('changed' as const) : ('same' as const), id }
    })
  })
}

async function inputOf(scope: Scope, row: ImportRow, known: Known | null): Promise<ContactInput> {
  const state = row.stateCode ? { stateCode: await stateCodeOf(scope, String(row.stateCode)) } : {}
  return contactValidator.validate({ kind: known?.kind ?? 'customer', ...row, ...state })
}
