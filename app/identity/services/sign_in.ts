import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { BRANCH_KEY, ORGANISATION_KEY, SESSION_KEY } from '../../http/session_keys.ts'
import type User from '../models/user.ts'
import { noteSecurityEvent } from './security_events.ts'
import { originOf } from './origin.ts'

/** How somebody proved who they are. */
export interface Proof {
  method: 'password' | 'google' | 'link'
  /** Stay signed in for 30 days without use, instead of 12 hours. */
  remember: boolean
  twoFactor?: boolean
}

/**
 * Signs `user` in: a new session id (so that an id planted before is worth nothing), a row that lists and
 * revokes it, the organisation that was open last. The caller has checked everything that is asked.
 */
export async function signIn(ctx: HttpContext, user: User, proof: Proof): Promise<void> {
  const { auth, session } = ctx
  const sessionId = uuidv7()
  const origin = { ...originOf(ctx), sessionId }
  await db.table('user_sessions').insert({
    id: sessionId,
    user_id: user.id,
    method: proof.method,
    two_factor: proof.twoFactor ?? false,
    remembered: proof.remember,
    ip: origin.ip,
    user_agent: origin.userAgent,
    expires_at: new Date(Date.now() + lifetime(proof.remember)),
  })
  await auth.use('web').login(user)
  session.put(SESSION_KEY, sessionId)
  session.forget(BRANCH_KEY)
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
}

/** Idle time of a session in milliseconds; `kernel_touch_session` prolongs it by the same. */
function lifetime(remembered: boolean): number {
  const hour = 60 * 60 * 1000
  return remembered ? 30 * 24 * hour : 12 * hour
}
