import { RuleError, type Unit } from '@karkhana/kernel'
import type { ImportRow } from '@karkhana/kernel/module'

/** A contact that a row of a file is about. */
export interface Known {
  id: string
  kind: string
  version: number
}

const nameOf = (row: ImportRow) => String(row.name).trim().replace(/\s+/g, ' ')
const gstinOf = (row: ImportRow) =>
  row.gstin ? String(row.gstin).replace(/\s/g, '').toUpperCase() : null
const digitsOf = (row: ImportRow) => (row.phone ? String(row.phone).slice(1) : null)

/**
 * The contact that a row is about: by GSTIN, else by phone with name, else by name.
 * @throws RuleError when several have the name
 */
export async function findKnown(unit: Unit, row: ImportRow): Promise<Known | null> {
  const contacts = () => unit.from('contacts_contacts').select('id', 'kind', 'version').limit(2)
  const name = nameOf(row)
  const named = () => contacts().whereRaw('lower(name) = lower(?)', [name])
  const [gstin, digits] = [gstinOf(row), digitsOf(row)]
  if (gstin) {
    const [found] = (await contacts().where('gstin', gstin)) as Known[]
    if (found) return found
  }
  if (digits) {
    const [found] = (await named().where('phone_digits', digits)) as Known[]
    return found ?? null
  }
  if (gstin) return null
  const found = (await named()) as Known[]
  if (found.length < 2) return found[0] ?? null
  throw ambiguous(name)
}

/** Whether two of the rows could be about one contact, so that the second has to see what became of the first. */
export function mayMeet(rows: readonly ImportRow[]): boolean {
  const seen = {
    gstin: new Set<string>(),
    phone: new Set<string>(),
    name: new Map<string, number>(),
  }
  for (const row of rows) {
    const [gstin, digits] = [gstinOf(row), digitsOf(row)]
    if ((gstin && seen.gstin.has(gstin)) || (digits && seen.phone.has(digits))) return true
    if (gstin) seen.gstin.add(gstin)
    if (digits) seen.phone.add(digits)
    const name = nameOf(row).toLowerCase()
    seen.name.set(name, (seen.name.get(name) ?? 0) + 1)
  }
  return rows.some(
    (row) => !row.gstin && !row.phone && seen.name.get(nameOf(row).toLowerCase())! > 1
  )
}

type Found = Known & { at: number }

/**
 * The contacts that rows are about, by the places of the rows; rows of new contacts are left out.
 * @throws RuleError when several have the name of a row
 */
export async function findAllKnown(
  unit: Unit,
  rows: readonly ImportRow[]
): Promise<Map<number, Known>> {
  const names = rows.map(nameOf)
  const found = await unit.rows<Found>(
    `with asked as (
       select * from unnest(?::int[], ?::text[], ?::text[], ?::text[]) as a (at, name, gstin, digits)
     )
     select at, c.id, c.kind, c.version, 1 as way
       from asked join contacts_contacts c on c.gstin = asked.gstin
     union all
     select at, c.id, c.kind, c.version, 2
       from asked join contacts_contacts c on c.phone_digits = asked.digits and lower(c.name) = lower(asked.name)
     union all
     select at, c.id, c.kind, c.version, 3
       from asked join contacts_contacts c on lower(c.name) = lower(asked.name)
      where asked.gstin is null and asked.digits is null
     order by way`,
    [rows.map((_, at) => at), names, rows.map(gstinOf), rows.map(digitsOf)]
  )
  const known = new Map<number, Known>()
  for (const { at, ...contact } of found) {
    const before = known.get(at)
    const byName = !rows[at].gstin && !rows[at].phone
    if (before && byName && before.id !== contact.id) throw ambiguous(names[at])
    known.set(at, before ?? contact)
  }
  return known
}

function ambiguous(name: string): RuleError {
  return new RuleError('E_CONTACT_AMBIGUOUS', `Several contacts are called ${name}.`, {
    field: 'name',
    next: 'Add the phone number or GSTIN, so that the right one is changed.',
  })
}
