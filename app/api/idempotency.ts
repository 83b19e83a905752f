import encryption from '@adonisjs/core/services/encryption'
import type { HttpContext } from '@adonisjs/core/http'
import { safeStringify } from '@poppinss/utils/json'
import { v7 as uuidv7 } from 'uuid'
import type { Unit } from '../tenancy/unit.ts'
import {
  AnswerNotKeptError,
  IdempotencyKeyError,
  IdempotencyKeyInUseError,
  IdempotencyKeyReusedError,
} from './errors.ts'
import { fingerprint, isSame, readBody } from './fingerprint.ts'

/** How long an answer is kept. */
const KEPT = '24 hours'
/** Characters of an answer that is kept. */
const MOST = 1024 * 1024
/** What a sealed answer was sealed for. */
const SEAL = 'idempotency'
/** Headers of the answer that are sent again. */
const HEADERS = ['content-type', 'content-disposition', 'etag', 'location']

/** A key in use, as one program sent it for one route. */
export interface IdempotencyKey {
  actor: string
  route: string
  key: string
}

/** A key that was used within the day. */
export interface StoredKey {
  id: string
  fingerprint: string
  /** `null` while it is not answered. */
  status: number | null
  headers: Record<string, string>
  sealed: string | null
  /** Its request has committed something; only told of one that is not answered. */
  wrote: boolean
}

/** What is kept of an answer. */
interface KeptAnswer {
  fingerprint: string
  status: number
  headers: Record<string, string>
  sealed: string | null
}

/**
 * The key of a request, bare or as a quoted string of the IETF draft; `null` without the header.
 * @throws IdempotencyKeyError
 */
export function idempotencyKey(ctx: HttpContext): IdempotencyKey | null {
  const sent = ctx.request.header('idempotency-key')
  if (sent === undefined) return null
  const [, quoted, bare] = /^(?:"([\x20\x21\x23-\x7E]{1,200})"|([\x21\x23-\x7E]{1,200}))$/.exec(
    sent.trim()
  ) ?? [null, null, null]
  const key = quoted ?? bare
  if (!key) throw new IdempotencyKeyError()
  const { scope, request, route } = ctx
  return { actor: scope.actor.id, route: `${request.method()} ${route!.pattern}`, key }
}

/**
 * Takes the key until the transaction ends and says whether it was answered before. Locks of a process that dies end
 * with it, and so does what it wrote.
 * @returns true when the stored answer was sent; false also for a key that is reserved, and not answered yet
 * @throws IdempotencyKeyInUseError, IdempotencyKeyReusedError, AnswerNotKeptError
 */
export async function answeredBefore(unit: Unit, ctx: HttpContext, key: IdempotencyKey) {
  const { organisationId } = unit.scope
  const name = JSON.stringify([organisationId, key.actor, key.route, key.key])
  const [{ taken }] = await unit.rows<{ taken: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 57)) as taken',
    [name]
  )
  if (!taken) throw new IdempotencyKeyInUseError()
  // A statement of its own: it must see what was committed before the lock was free.
  const stored = await findKey(unit, key)
  if (!stored) return false
  const { status } = stored
  // The body of one that is not answered yet is left to the controller.
  if (status !== null) await readBody(ctx)
  if (!isSame(ctx, stored.fingerprint)) throw new IdempotencyKeyReusedError()
  if (status === null) return false
  sendAgain(ctx, { ...stored, status })
  return true
}

/** What is kept under the key, `null` when it was not used within the day. */
export async function findKey(unit: Unit, key: IdempotencyKey): Promise<StoredKey | null> {
  const [stored] = await unit.rows<StoredKey>(
    `select id, fingerprint, status, headers, sealed, wrote from idempotency_keys
      where organisation_id = ? and actor = ? and route = ? and key = ?
        and created_at > now() - interval '${KEPT}'`,
    [unit.scope.organisationId, key.actor, key.route, key.key]
  )
  return stored ?? null
}

function sendAgain({ response }: HttpContext, { status, headers, sealed }: KeptAnswer) {
  const body = sealed === null ? null : encryption.decrypt<string>(sealed, SEAL)
  if (body === null) throw new AnswerNotKeptError(status)
  for (const [name, value] of Object.entries(headers)) response.header(name, value)
  response.header('Idempotency-Replayed', 'true')
  return response.status(status).send(body)
}

/**
 * Keeps the answer, in the transaction of what it tells of. A refusal is not kept: it wrote nothing, and the request
 * may be corrected or sent again.
 */
export async function keepAnswer(unit: Unit, ctx: HttpContext, key: IdempotencyKey) {
  const answer = answerOf(ctx)
  if (!answer) return
  await unit.rows(
    `insert into idempotency_keys (organisation_id, id, actor, route, key, fingerprint, status, headers, sealed)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, actor, route, key) do update
       set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
           sealed = excluded.sealed, claim = null, claimed_by = null, claimed_until = null, created_at = now()`,
    [
      unit.scope.organisationId,
      uuidv7(),
      key.actor,
      key.route,
      key.key,
      answer.fingerprint,
      answer.status,
      JSON.stringify(answer.headers),
      answer.sealed,
    ]
  )
}

/** The answer as it is kept; `null` of a refusal. */
export function answerOf(ctx: HttpContext): KeptAnswer | null {
  const { response } = ctx
  const status = response.getStatus()
  if (status < 200 || status > 299) return null
  const body = bodyOf(ctx)
  const headers = HEADERS.flatMap((name) => {
    const value = response.getHeader(name)
    return value === undefined ? [] : [[name, String(value)]]
  })
  return {
    fingerprint: fingerprint(ctx),
    status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    sealed: body !== null && body.length <= MOST ? encryption.encrypt(body, undefined, SEAL) : null,
  }
}

/** The answer as text, which is what is sent too; `null` for bytes and streams. */
function bodyOf({ response }: HttpContext): string | null {
  if (response.hasStream || response.hasFileToStream) return null
  const content: unknown = response.getBody() ?? ''
  if (Buffer.isBuffer(content)) return null
  if (typeof content === 'string') return content
  const text = safeStringify(content) ?? ''
  response.header('content-type', 'application/json; charset=utf-8')
  response.send(text)
  return text
}
