import type { StatusLook, Texts } from '@karkhana/ui'

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

/** How the states of a token look, in the words of the reader. */
export const tokenStates = (text: Texts): Record<TokenRow['status'], StatusLook> => ({
  active: { label: text('programs.state.active'), tone: 'success' },
  expired: { label: text('programs.state.expired'), tone: 'neutral' },
  revoked: { label: text('programs.state.revoked'), tone: 'neutral' },
})

/** What a token may do, in three words. */
export function abilitiesInShort(text: Texts, abilities: string[]): string {
  if (abilities.includes('*')) return text('programs.everything')
  const reads = abilities.every((ability) => /\.view(_all)?$/.test(ability))
  return text(reads ? 'programs.reads' : 'programs.permissions', { count: abilities.length })
}
