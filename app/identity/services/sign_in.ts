import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { localPath } from '../../http/local_path.ts'
import {
  BRANCH_KEY,
  INTENDED_KEY,
  ORGANISATION_KEY,
  PARTNER_ACCESS_KEY,
  PARTNER_KEY,
  PENDING_SIGN_IN_KEY,
  REMEMBERED_KEY,
  SESSION_KEY,
  VIEW_AS_KEY,
} from '../../http/session_keys.ts'
import type User from '../models/user.ts'
import { rememberBrowser } from './known_browser.ts'
import { linkHeldIdentity } from './google.ts'
import { isNewDevice, tellOfNewDevice } from './new_device.ts'
import { originOf } from './origin.ts'
import { beginPending } from './pending_sign_in.ts'
import { placeOf } from './places.ts'
import { noteSecurityEvent } from './security_events.ts'
import { forgetOldSessions } from './sessions.ts'

/** How somebody proved who they are. */
export interface Proof {
  method: 'password' | 'google' | 'link'
  /** Stay signed in for 30 days without use, instead of 12 hours. */
  remember: boolean
  twoFactor?: boolean
}

/**
 * Goes on after the first factor was right: signs `user` in, or asks for the second factor first.
 * @returns the path to lead to: where the person wanted to go, or the page that asks for the code
 */
export async function continueSignIn(ctx: HttpContext, user: User, proof: Proof): Promise<string> {
  const intended = localPath(ctx.session.pull(INTENDED_KEY, '/'))
  if (user.twoFactorConfirmedAt) {
    beginPending(ctx, { userId: user.id, proof, intended })
    return '/login/two-factor'
  }
  await signIn(ctx, user, proof)
  return intended
}

/**
 * Signs `user` in: a new session id (so that an id planted before is worth nothing), a row that lists and
 * revokes it, the organisation that was open last. The caller has checked everything that is asked.
 */
export async function signIn(ctx: HttpContext, user: User, proof: Proof): Promise<void> {
  const { auth, session } = ctx
  const sessionId = uuidv7()
  const origin = { ...originOf(ctx), sessionId }
  const [place, newDevice] = await Promise.all([
    placeOf(origin.ip),
    isNewDevice(user.id, origin),
    forgetOldSessions(user.id),
  ])
  await db.table('user_sessions').insert({
    id: sessionId,
    user_id: user.id,
    method: proof.method,
    two_factor: proof.twoFactor ?? false,
    remembered: proof.remember,
    ip: origin.ip,
    place,
    user_agent: origin.userAgent,
    expires_at: new Date(Date.now() + lifetime(proof.remember)),
  })
  await leaveSession(ctx)
  await auth.use('web').login(user)
  session.put(SESSION_KEY, sessionId)
  rememberBrowser(ctx, user.id)
  if (proof.remember) session.put(REMEMBERED_KEY, true)
  if (user.lastOrganisationId) session.put(ORGANISATION_KEY, user.lastOrganisationId)
  await noteSecurityEvent(
    {
      kind: 'sign_in.ok',
      userId: user.id,
      organisationId: user.lastOrganisationId,
      details: { method: proof.method },
    },
    origin
  )
  if (newDevice) await tellOfNewDevice(user, origin, place)
  await linkHeldIdentity(ctx, user, origin)
}

/** What the browser session held of an earlier sign-in ends; an open invitation stays. */
async function leaveSession({ session }: HttpContext) {
  const previous = session.get(SESSION_KEY) as string | undefined
  if (previous) {
    await db.from('user_sessions').where('id', previous).update({ revoked_at: new Date() })
  }
  const keys = [BRANCH_KEY, ORGANISATION_KEY, PARTNER_ACCESS_KEY, PARTNER_KEY, VIEW_AS_KEY]
  for (const key of [...keys, PENDING_SIGN_IN_KEY, REMEMBERED_KEY]) session.forget(key)
}

/** Idle time of a session in milliseconds; `kernel_touch_session` prolongs it by the same. */
function lifetime(remembered: boolean): number {
  const hour = 60 * 60 * 1000
  return remembered ? 30 * 24 * hour : 12 * hour
}
