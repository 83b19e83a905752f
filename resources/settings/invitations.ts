import type { StatusLook } from '@karkhana/ui'

/** What the pages of invitations know of one. */
export interface InvitationRow {
  id: string
  kind: 'email' | 'link' | 'code'
  email: string | null
  roleName: string
  branches: { id: string; name: string }[]
  state: 'open' | 'used' | 'expired' | 'withdrawn'
  hint: string
  uses: number
  maxUses: number
  expiresAt: string
  createdAt: string
  invitedBy: string
  joined: { name: string; at: string }[]
}

export const STATES: Record<InvitationRow['state'], StatusLook> = {
  open: { label: 'Open', tone: 'info' },
  used: { label: 'Used up', tone: 'success' },
  expired: { label: 'Expired', tone: 'warning' },
  withdrawn: { label: 'Withdrawn', tone: 'neutral', icon: 'i-lucide-ban' },
}

/** Whom or what it is for: the address, or its kind with the end of its secret. */
export function titleOf({ kind, email, hint }: InvitationRow): string {
  if (kind === 'email') return email ?? 'Mail'
  return `${kind === 'link' ? 'Link' : 'Code'} …${hint}`
}

export function branchesOf({ branches }: InvitationRow): string {
  return branches.length > 0 ? branches.map(({ name }) => name).join(', ') : 'All branches'
}
