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

/** What there is to know of a row. */
export interface LookedUpContact {
  known: Known | null
  /** Several contacts have the name, and the row says nothing else. */
  ambiguous: boolean
}

type Found = Known & { at: number }

/** The contacts that rows are about: by GSTIN, else by phone with name, else by name. */
export async function lookUpContacts(
  unit: Unit,
  rows: readonly ImportRow[]
): Promise<LookedUpContact[]> {
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
    [rows.map((_, at) => at), rows.map(nameOf), rows.map(gstinOf), rows.map(digitsOf)]
  )
  const looked: LookedUpContact[] = rows.map(() => ({ known: null, ambiguous: false }))
  for (const { at, ...contact } of found) {
    const { known } = looked[at]
    const byName = !rows[at].gstin && !rows[at].phone
    if (known && byName && known.id !== contact.id) looked[at].ambiguous = true
    looked[at].known ??= contact
  }
  return looked
}

/** @throws RuleError when several have the name of the row */
export function onlyOne(row: ImportRow, { known, ambiguous }: LookedUpContact): Known | null {
  if (!ambiguous) return known
  throw new RuleError('E_CONTACT_AMBIGUOUS', `Several contacts are called ${nameOf(row)}.`, {
    field: 'name',
    next: 'Add the phone number or GSTIN, so that the right one is changed.',
  })
}
