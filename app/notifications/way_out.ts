import { absoluteUrl } from '../http/absolute_url.ts'
import User from '../identity/models/user.ts'
import { openSignedToken, signedToken } from '../messages/news/signed_token.ts'
import { endMails } from './reasons.ts'

const PURPOSE = 'no more notifications by mail'

type Reader = Pick<User, 'id'>

/** The page that ends e-mails about what happens, for whoever got one. */
export const wayOutOf = ({ id }: Reader) => absoluteUrl(`/unsubscribe/${signedToken(PURPOSE, id)}`)

/** The address that a mail program calls by itself when its reader presses its button (RFC 8058). */
export const oneClickOf = ({ id }: Reader) =>
  absoluteUrl(`/api/unsubscribe/${signedToken(PURPOSE, id)}`)

/** Whose mails a link ends; `null` of a link that this deployment did not make. */
export async function readerOf(token: string): Promise<User | null> {
  const id = openSignedToken(PURPOSE, token)
  return id ? User.find(id) : null
}

/** Ends them. Twice is as once. @returns whether the link is one of ours */
export async function takeWayOut(token: string): Promise<boolean> {
  const user = await readerOf(token)
  if (!user) return false
  await user.lockForUpdate((locked) => endMails(locked))
  return true
}
