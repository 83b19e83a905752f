import { absoluteUrl } from '../../http/absolute_url.ts'
import type { MailContent } from '../../mail/compose.ts'

const SENDER = 'Karkhana'

/** Proves the address of somebody who signs up. */
export function registrationMail(
  { name, organisationName }: { name: string; organisationName: string },
  href: string
): MailContent {
  return {
    organisation: SENDER,
    preview: `One tap, and ${organisationName} is open.`,
    heading: `Open ${organisationName}`,
    paragraphs: [
      `Hello ${name},`,
      `confirm that this address is yours, and ${organisationName} is ready to work in.`,
    ],
    button: { label: 'Confirm my e-mail', href },
    footer: [
      'The link works once and for 24 hours.',
      'You did not sign up? Then do nothing: no account is made.',
    ],
  }
}

/** Tells somebody who signs up with an address that has an account. */
export function knownAddressMail(name: string, organisationName: string): MailContent {
  return {
    organisation: SENDER,
    preview: 'Sign in with the password you have.',
    heading: 'You have an account already',
    paragraphs: [
      `Hello ${name},`,
      `somebody, probably you, signed up for ${organisationName} with this address. It has an account: sign in with it, and add ${organisationName} from the list of your organisations.`,
      `You do not know the password any more? Set a new one: ${absoluteUrl('/password/forgot')}`,
    ],
    button: { label: 'Sign in', href: absoluteUrl('/login') },
    footer: ['It was not you? Then do nothing: nothing was changed.'],
  }
}

/** Brings the link that sets the password anew. */
export function resetMail(name: string, href: string): MailContent {
  return {
    organisation: SENDER,
    preview: 'The link works once and for one hour.',
    heading: 'Reset your password',
    paragraphs: [
      `Hello ${name},`,
      'somebody, probably you, asked to set a new password for your account.',
    ],
    button: { label: 'Set a new password', href },
    footer: [
      'The link works once and for one hour. A newer link replaces it.',
      'It was not you? Then do nothing: your password stays as it is.',
    ],
  }
}
