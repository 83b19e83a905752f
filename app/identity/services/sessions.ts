import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { SESSION_KEY } from '../../http/session_keys.ts'
import type User from '../models/user.ts'
import { originOf } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

/** Ends the session of the request, if there is one; what it held is worth nothing afterwards. */
export async function endSession(ctx: HttpContext): Promise<void> {
  const sessionId = ctx.session.get(SESSION_KEY) as string | undefined
  if (!sessionId) return
  await db.from('user_sessions').where('id', sessionId).update({ revoked_at: new Date() })
  await ctx.auth.use('web').check()
  const user = ctx.auth.use('web').user as User | undefined
  await noteSecurityEvent({ kind: 'sign_out', userId: user?.id ?? null }, originOf(ctx))
}
