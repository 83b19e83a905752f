/** A token as the list shows it; see `app/tokens/tokens_list.ts`. */
export interface TokenRow {
  id: number
  name: string
  owner: string
  ownerKind: 'person' | 'service'
  abilities: string[]
  status: 'active' | 'expired' | 'revoked'
  createdBy: string | null
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  lastUsedIp: string | null
}

/** Permissions of one module that a token may be given. */
export interface AbilityGroup {
  id: string
  label: string
  permissions: { id: string; label: string; reads: boolean }[]
}

export const TOKEN_STATES = {
  active: { label: 'Active', tone: 'success' as const },
  expired: { label: 'Expired', tone: 'neutral' as const },
  revoked: { label: 'Revoked', tone: 'neutral' as const },
}

/** What a token may do, in three words. */
export function abilitiesInShort(abilities: string[]): string {
  if (abilities.includes('*')) return 'Everything'
  const count = abilities.length === 1 ? '1 permission' : `${abilities.length} permissions`
  return abilities.every((ability) => /\.view(_all)?$/.test(ability))
    ? `Read only, ${count}`
    : count
}
