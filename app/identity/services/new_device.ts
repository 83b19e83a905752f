import db from '@adonisjs/lucid/services/db'
import { sendSecurityNotice } from '../mails/security_notice.ts'
import type User from '../models/user.ts'
import { describeDevice, networkOf } from './devices.ts'
import { noteSecurityEvent } from './security_events.ts'
import type { Origin } from './origin.ts'

/** Sessions of the last 90 days tell which devices are known. */
const KNOWN_FOR_DAYS = 90
/** More sessions than a person has in that time; keeps the look-up small whatever happened to the account. */
const LOOKED_AT = 500

/**
 * Whether the person has signed in before, but not with this browser and system from this network within 90 days.
 * The first sign-in of all is no news to them.
 */
export async function isNewDevice(userId: string, origin: Origin): Promise<boolean> {
  const earlier = (await db
    .from('user_sessions')
    .where('user_id', userId)
    .whereRaw('created_at > now() - make_interval(days => ?)', [KNOWN_FOR_DAYS])
    .orderBy('created_at', 'desc')
    .limit(LOOKED_AT)
    .select('ip', 'user_agent')) as { ip: string | null; user_agent: string | null }[]
  const here = mark(origin.userAgent, origin.ip)
  if (earlier.some((session) => mark(session.user_agent, session.ip) === here)) return false
  return earlier.length > 0 || (await everSignedIn(userId))
}

/** Notes the new device and writes to the person, who alone knows whether it is theirs. */
export async function tellOfNewDevice(user: User, origin: Origin, place: string | null) {
  const device = describeDevice(origin.userAgent).name
  await noteSecurityEvent(
    { kind: 'sign_in.new_device', userId: user.id, details: { device, place } },
    origin
  )
  await sendSecurityNotice(null, user, origin, {
    subject: `New sign-in: ${device}`,
    uniqueKey: `new_device/${origin.sessionId}`,
    paragraphs: [
      'Your account was used on a device that we have not seen before.',
      'If this was you, there is nothing to do. If not, end that session and change your password at once.',
    ],
    button: { label: 'See your sessions', path: '/account/sessions' },
  })
}

const mark = (userAgent: string | null, ip: string | null) =>
  `${describeDevice(userAgent).name}|${networkOf(ip) ?? 'nowhere'}`

async function everSignedIn(userId: string): Promise<boolean> {
  const row: unknown = await db.from('user_sessions').where('user_id', userId).first()
  return Boolean(row)
}
