import { openSignedToken, signedToken } from './signed_token.ts'

const PURPOSE = 'return path'

/** Where mails that cannot be delivered come back to: a mailbox with plus addresses, or a domain of its own. */
interface ReturnPath {
  /** Before the token: `bounces+`, or nothing. */
  prefix: string
  domain: string
}

/** RFC 5321, section 4.5.3.1.1: 64 characters, of which the token takes 42. */
const LONGEST_PREFIX = 22

/**
 * Reads `MAIL_RETURN_PATH`: `bounces@erp.example.com`, which takes `bounces+…` too, or `bounces.example.com`, which
 * takes every address. @returns `null` without one
 * @throws Error at the start of the program, saying how to write it
 */
export function parseReturnPath(text: string | undefined): ReturnPath | null {
  if (!text) return null
  const [, mailbox, domain] = /^(?:([\w.-]+)@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i.exec(text) ?? []
  const prefix = mailbox ? `${mailbox}+` : ''
  if (!domain || prefix.length > LONGEST_PREFIX) {
    throw new Error(
      `MAIL_RETURN_PATH is "${text}". Write it as bounces@erp.example.com (a short mailbox that takes bounces+… too) or as bounces.example.com (a domain of its own).`
    )
  }
  return { prefix, domain }
}

/** The envelope sender of a message (VERP): what comes back to it is about this message and no other. */
export function returnPathOf(messageId: string): string | null {
  const path = parseReturnPath(process.env.MAIL_RETURN_PATH)
  return path && `${path.prefix}${signedToken(PURPOSE, messageId)}@${path.domain}`
}

/** The message whose return path this deployment made; `null` of every other address. */
export function messageOfReturnPath(address: string): string | null {
  const [, token] = /^(?:[\w.-]+\+)?([a-z2-7]+)@[^@]+$/i.exec(address.trim()) ?? []
  return token ? openSignedToken(PURPOSE, token) : null
}
