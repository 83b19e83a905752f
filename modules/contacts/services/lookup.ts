import type { Scope } from '@karkhana/kernel'
import type { ContactKind } from '../contracts.ts'
import { searchContacts } from '../lists/search.ts'

/** One choice of a picker. */
export interface ContactOption {
  id: string
  label: string
  /** Phone and town, to tell people of the same name apart. */
  hint?: string
  kind: ContactKind
  phone: string | null
  gstin: string | null
  stateCode: string | null
}

interface RawOption {
  id: string
  kind: ContactKind
  name: string
  phone: string | null
  gstin: string | null
  city: string | null
  state_code: string | null
}

const LIMIT = 20

/** Up to 20 contacts that are not archived: names that begin with the term first, else the newest. */
export function lookupContacts(
  scope: Scope,
  input: { q?: string | null; kind?: 'customer' | 'vendor' }
): Promise<ContactOption[]> {
  return scope.read(async (unit) => {
    const query = unit
      .from('contacts_contacts as c')
      .whereNull('c.archived_at')
      .select('c.id', 'c.kind', 'c.name', 'c.phone', 'c.gstin', 'c.city', 'c.state_code')
      .limit(LIMIT)
    if (input.kind) query.whereIn('c.kind', [input.kind, 'both'])
    if (input.q) {
      searchContacts(query, input.q)
      query.orderByRaw('starts_with(lower(c.name), ?) desc, lower(c.name), c.id', [
        input.q.toLowerCase(),
      ])
    } else {
      query.orderByRaw('c.updated_at desc, c.id')
    }
    return ((await query) as RawOption[]).map(option)
  })
}

function option(raw: RawOption): ContactOption {
  const hint = [raw.phone && readable(raw.phone), raw.city].filter(Boolean).join(' · ')
  return {
    id: raw.id,
    label: raw.name,
    ...(hint ? { hint } : {}),
    kind: raw.kind,
    phone: raw.phone,
    gstin: raw.gstin,
    stateCode: raw.state_code,
  }
}

/** `+91 98220 12345`; other countries as they are. */
function readable(phone: string): string {
  return phone.replace(/^\+91(\d{5})(\d{5})$/, '+91 $1 $2')
}
