import { absoluteUrl } from '../../http/absolute_url.ts'
import type { MailContent } from '../../mail/compose.ts'

/** Who changed what for whom, in the words of the reader. */
interface Change {
  organisation: string
  /** Name of the person who reads it. */
  name: string
  /** Name of the person who did it. */
  by: string
}

const footer = (organisation: string) => [
  `You get this because you are a member of ${organisation}.`,
  'Was this a surprise? Ask an owner of the organisation.',
]

/** Tells somebody that their role, branches or extra permissions were changed. */
export function accessChangedMail(
  change: Change & { facts: { label: string; value: string }[] }
): MailContent {
  const { organisation, name, by, facts } = change
  return {
    organisation,
    preview: facts.map(({ label, value }) => `${label}: ${value}`).join(', '),
    heading: `What you may do in ${organisation} was changed`,
    paragraphs: [`Hello ${name},`, `${by} changed it. It counts from your next click on.`],
    facts,
    button: { label: `Open ${organisation}`, href: absoluteUrl('/') },
    footer: footer(organisation),
  }
}

/** Tells somebody that they can no longer open the organisation. */
export function deactivatedMail({ organisation, name, by }: Change): MailContent {
  return {
    organisation,
    heading: `You can no longer open ${organisation}`,
    paragraphs: [
      `Hello ${name},`,
      `${by} ended your access to ${organisation}. What you did there stays; your account stays yours.`,
    ],
    footer: [`You get this because you were a member of ${organisation}.`],
  }
}

/** Tells somebody that they are let in again. */
export function activatedMail(change: Change & { role: string }): MailContent {
  const { organisation, name, by, role } = change
  return {
    organisation,
    heading: `You can open ${organisation} again`,
    paragraphs: [`Hello ${name},`, `${by} let you in again, with the role ${role}.`],
    button: { label: `Open ${organisation}`, href: absoluteUrl('/') },
    footer: footer(organisation),
  }
}

/** Tells who invited that the invitation was accepted. */
export function joinedMail(joined: {
  organisation: string
  name: string
  guest: string
  email: string
  role: string
}): MailContent {
  const { organisation, name, guest, email, role } = joined
  return {
    organisation,
    heading: `${guest} joined ${organisation}`,
    paragraphs: [`Hello ${name},`, 'Your invitation was accepted.'],
    facts: [
      { label: 'Name', value: guest },
      { label: 'E-mail', value: email },
      { label: 'Role', value: role },
    ],
    button: { label: 'Open members', href: absoluteUrl('/settings/members') },
    footer: [`You get this because you invited people to ${organisation}.`],
  }
}
