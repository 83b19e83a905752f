import { absoluteUrl } from '../../http/absolute_url.ts'
import type { MailContent } from '../../mail/compose.ts'
import type { InvitationView } from '../services/invitations_open.ts'

/** Asks a guest to prove the address; the link completes joining. */
export function confirmJoinMail(view: InvitationView, name: string, token: string): MailContent {
  const { organisation, role } = view
  return {
    organisation: 'Karkhana',
    preview: `One tap, and you are in ${organisation}.`,
    heading: `Almost in ${organisation}`,
    paragraphs: [
      `Hello ${name},`,
      `confirm that this address is yours, and you join ${organisation} as ${role}.`,
    ],
    button: { label: `Join ${organisation}`, href: absoluteUrl(`/join/confirm/${token}`) },
    footer: [
      'The link works once and for 24 hours.',
      'You did not ask for this? Then do nothing: no account is made.',
    ],
  }
}

/** Tells somebody who tried to sign up again that they have an account. */
export function haveAccountMail(view: InvitationView, name: string): MailContent {
  const { organisation } = view
  return {
    organisation: 'Karkhana',
    preview: 'Sign in with the password you have.',
    heading: 'You have an account already',
    paragraphs: [
      `Hello ${name},`,
      `somebody, probably you, wants to join ${organisation} with this address. Sign in with the password you have, then open your invitation again.`,
      `You do not know the password any more? Set a new one: ${absoluteUrl('/password/forgot')}`,
    ],
    button: { label: 'Sign in and join', href: absoluteUrl('/join/invitation') },
    footer: ['It was not you? Then do nothing: nothing was changed.'],
  }
}
