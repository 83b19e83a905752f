import type { StatusLook, Texts } from '@karkhana/ui'

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

/** How the states of an invitation look, in the words of the reader. */
export const invitationLooks = (text: Texts): Record<InvitationRow['state'], StatusLook> => ({
  open: { label: text('members.invitation.open'), tone: 'info' },
  used: { label: text('members.invitation.used_up'), tone: 'success' },
  expired: { label: text('members.invitation.expired'), tone: 'warning' },
  withdrawn: {
    label: text('members.invitation.withdrawn'),
    tone: 'neutral',
    icon: 'i-lucide-ban',
  },
})

/** Whom or what it is for: the address, or its kind with the end of its secret. */
export function titleOf({ kind, email, hint }: InvitationRow, text: Texts): string {
  return kind === 'email' && email ? email : text(`members.invitation.title.${kind}`, { hint })
}

/** Names of the branches that somebody works in; all of them where none is named. */
export function branchesIn({ branches }: { branches: { name: string }[] }, text: Texts): string {
  return branches.length > 0
    ? branches.map(({ name }) => name).join(', ')
    : text('members.all_branches')
}
