import { RuleError, type Scope, type Unit } from '@karkhana/kernel'
import { defineImporter, type ImportRow } from '@karkhana/kernel/module'
import { KINDS, LANGUAGES } from '../kinds.ts'
import { createContact, updateContact } from '../services/contacts.ts'
import { contactValidator } from '../validators/contact.ts'

/** Contacts from another program: known again by GSTIN, else by phone with name, else by name. */
export default defineImporter({
  id: 'contacts.contacts',
  label: 'Contacts',
  permission: 'contacts.contact.create',
  table: 'contacts_contacts',
  unique: ['gstin'],
  columns: [
    { key: 'name', label: 'Name', kind: 'text', required: true, max: 100, example: 'Raj Kumar' },
    {
      key: 'kind',
      label: 'Kind',
      kind: 'choice',
      options: Object.entries(KINDS).map(([value, label]) => ({ value, label })),
      help: 'Customer when left out.',
    },
    { key: 'company', label: 'Firm', kind: 'text', max: 100, example: 'Green Fleet LLP' },
    { key: 'phone', label: 'Phone', kind: 'phone', example: '98220 12345' },
    { key: 'email', label: 'E-mail', kind: 'email', example: 'raj@example.com' },
    { key: 'gstin', label: 'GSTIN', kind: 'text', max: 30, example: '27AAPFU0939F1ZV' },
    {
      key: 'addressLine1',
      label: 'Address line 1',
      kind: 'text',
      max: 100,
      example: '12 Karve Road',
    },
    { key: 'addressLine2', label: 'Address line 2', kind: 'text', max: 100 },
    { key: 'city', label: 'City', kind: 'text', max: 50, example: 'Pune' },
    {
      key: 'stateCode',
      label: 'State code',
      kind: 'text',
      pattern: '\\d{2}',
      example: '27',
      help: 'The two digits of the GST state list; follows from the GSTIN.',
    },
    { key: 'postalCode', label: 'PIN code', kind: 'text', max: 10, example: '411004' },
    {
      key: 'language',
      label: 'Language',
      kind: 'choice',
      options: Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
      help: 'As the organisation writes when left out.',
    },
    { key: 'notes', label: 'Notes', kind: 'multiline', max: 2000 },
  ],
  save,
})

async function save(scope: Scope, row: ImportRow) {
  return scope.work(async (unit) => {
    const known = await findKnown(unit, row)
    const input = await contactValidator.validate({ kind: known?.kind ?? 'customer', ...row })
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

interface Known {
  id: string
  kind: string
  version: number
}

async function findKnown(unit: Unit, row: ImportRow): Promise<Known | null> {
  const contacts = () => unit.from('contacts_contacts').select('id', 'kind', 'version').limit(2)
  const named = (name: string) => contacts().whereRaw('lower(name) = lower(?)', [name])
  const name = String(row.name).trim().replace(/\s+/g, ' ')
  if (row.gstin) {
    const gstin = String(row.gstin).replace(/\s/g, '').toUpperCase()
    const [found] = (await contacts().where('gstin', gstin)) as Known[]
    if (found) return found
  }
  if (row.phone) {
    const digits = String(row.phone).slice(1)
    const [found] = (await named(name).where('phone_digits', digits)) as Known[]
    return found ?? null
  }
  if (row.gstin) return null
  const found = (await named(name)) as Known[]
  if (found.length < 2) return found[0] ?? null
  throw new RuleError('E_CONTACT_AMBIGUOUS', `Several contacts are called ${name}.`, {
    field: 'name',
    next: 'Add the phone number or GSTIN, so that the right one is changed.',
  })
}
