import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { NotFoundError } from '../../errors.ts'
import { SESSION_KEY } from '../../http/session_keys.ts'
import type User from '../models/user.ts'
import { describeDevice, type Device } from './devices.ts'
import { originOf, type Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

/** A session as its owner is shown it; instants are ISO texts. */
export interface SessionView {
  id: string
  device: string
  kind: Device['kind']
  /** Where it began, as far as anybody knows. */
  place: string | null
  ip: string | null
  method: 'password' | 'google' | 'link'
  twoFactor: boolean
  remembered: boolean
  createdAt: string
  lastSeenAt: string
  /** The session of the request. */
  current: boolean
}

/** Ended sessions are kept this long: they tell which devices are known, and what happened. */
const KEPT_FOR_DAYS = 180

/** Ends the session of the request, if there is one; what it held is worth nothing afterwards. */
export async function endSession(ctx: HttpContext): Promise<void> {
  const sessionId = ctx.session.get(SESSION_KEY) as string | undefined
  if (!sessionId) return
  await db.from('user_sessions').where('id', sessionId).update({ revoked_at: new Date() })
  await ctx.auth.use('web').check()
  const user = ctx.auth.use('web').user as User | undefined
  await noteSecurityEvent({ kind: 'sign_out', userId: user?.id ?? null }, originOf(ctx))
}

/** The sessions that are alive, the present one first, then by last use. */
export async function liveSessions(userId: string, currentId: string): Promise<SessionView[]> {
  const rows = (await db
    .from('user_sessions')
    .where('user_id', userId)
    .whereNull('revoked_at')
    .whereRaw('expires_at > now()')
    .orderByRaw('id = ? desc, last_seen_at desc, id', [currentId])
    .limit(200)) as SessionRow[]
  return rows.map((row) => {
    const device = describeDevice(row.user_agent)
    return {
      id: row.id,
      device: device.name,
      kind: device.kind,
      place: row.place,
      ip: row.ip,
      method: row.method,
      twoFactor: row.two_factor,
      remembered: row.remembered,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      current: row.id === currentId,
    }
  })
}

/**
 * Ends one session of the person; its next request is sent to the sign-in page.
 * @throws NotFoundError when it is not theirs, or no longer alive
 */
export async function revokeSession(userId: string, sessionId: string, origin: Origin) {
  const ended = (await db
    .from('user_sessions')
    .where({ id: sessionId, user_id: userId })
    .whereNull('revoked_at')
    .whereRaw('expires_at > now()')
    .update({ revoked_at: new Date() }, ['user_agent'])) as { user_agent: string | null }[]
  if (ended.length === 0) throw new NotFoundError('session')
  const device = describeDevice(ended[0].user_agent).name
  await noteSecurityEvent({ kind: 'session.revoked', userId, details: { device } }, origin)
  return device
}

/**
 * Ends every session of the person but `keepId` (`null`: all of them). Whatever proves the person changes, the
 * password above all, calls this in the same transaction.
 * @returns how many were ended
 */
export async function revokeOtherSessions(
  userId: string,
  keepId: string | null,
  client?: TransactionClientContract
): Promise<number> {
  const query = (client ?? db)
    .from('user_sessions')
    .where('user_id', userId)
    .whereNull('revoked_at')
    .whereRaw('expires_at > now()')
  if (keepId) void query.whereNot('id', keepId)
  return ((await query.update({ revoked_at: new Date() }, ['id'])) as unknown[]).length
}

/** Forgets sessions of the person that ended long ago; called with each sign-in, so that no list grows for ever. */
export async function forgetOldSessions(userId: string): Promise<void> {
  await db
    .from('user_sessions')
    .where('user_id', userId)
    .whereRaw('least(expires_at, revoked_at) < now() - make_interval(days => ?)', [KEPT_FOR_DAYS])
    .delete()
}

interface SessionRow {
  id: string
  user_agent: string | null
  place: string | null
  ip: string | null
  method: SessionView['method']
  two_factor: boolean
  remembered: boolean
  created_at: Date
  last_seen_at: Date
}
