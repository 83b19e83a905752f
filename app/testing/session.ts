import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { SESSION_KEY } from '../http/session_keys.ts'

/** Lists a session for somebody whom a test signs in without the sign-in page; what the browser session must hold. */
export async function beginTestSession(userId: string): Promise<Record<string, string>> {
  const id = uuidv7()
  await db.table('user_sessions').insert({
    id,
    user_id: userId,
    method: 'password',
    expires_at: new Date(Date.now() + 3_600_000),
  })
  return { [SESSION_KEY]: id }
}
