import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { v7 as uuidv7 } from 'uuid'
import { nodeId } from '../nodes/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import {
  AnswerUnknownError,
  IdempotencyKeyInUseError,
  IdempotencyTakenOverError,
} from './errors.ts'
import { fingerprint } from './fingerprint.ts'
import {
  answerOf,
  answeredBefore,
  findKey,
  type IdempotencyKey,
  type StoredKey,
} from './idempotency.ts'

/** Minutes after which nobody counts on a request any more whose node lives: every call outside ends before. */
const PATIENCE = 10

/** A key that this request works under; `claim` tells it from another one that takes it up again. */
export interface Reservation {
  id: string
  claim: string
}

/**
 * Reserves the key of a request that calls something outside, in a transaction of its own. One whose server has died is
 * taken up again if it had committed nothing.
 * @returns `null` when the stored answer was sent
 * @throws IdempotencyKeyInUseError, AnswerUnknownError, IdempotencyKeyReusedError, AnswerNotKeptError
 */
export async function reserveKey(
  scope: Scope,
  ctx: HttpContext,
  key: IdempotencyKey
): Promise<Reservation | null> {
  return scope.work(async (unit) => {
    if (await answeredBefore(unit, ctx, key)) return null
    const stored = await findKey(unit, key)
    if (stored && (await isUnderWay(unit, stored))) throw new IdempotencyKeyInUseError()
    if (stored?.wrote) throw new AnswerUnknownError()
    return claimKey(unit, ctx, key)
  })
}

/** The node that has it lives, and there is still time. */
async function isUnderWay(unit: Unit, { id }: StoredKey): Promise<boolean> {
  const [row] = await unit.rows<{ living: boolean }>(
    `select k.claimed_until > now()
            and (k.claimed_by is null or exists (
              select from kernel_nodes n where n.id = k.claimed_by and n.ended_at is null)) as living
       from idempotency_keys k where k.organisation_id = ? and k.id = ?`,
    [unit.scope.organisationId, id]
  )
  return row.living
}

async function claimKey(unit: Unit, ctx: HttpContext, key: IdempotencyKey): Promise<Reservation> {
  const claim = randomUUID()
  const [{ id }] = await unit.rows<{ id: string }>(
    `insert into idempotency_keys
            (organisation_id, id, actor, route, key, fingerprint, headers, claim, claimed_by, claimed_until)
     values (?, ?, ?, ?, ?, ?, '{}', ?, ?, now() + make_interval(mins => ?))
     on conflict (organisation_id, actor, route, key) do update
       set fingerprint = excluded.fingerprint, status = null, headers = '{}', sealed = null, wrote = false,
           claim = excluded.claim, claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until,
           created_at = now()
     returning id`,
    [
      unit.scope.organisationId,
      uuidv7(),
      key.actor,
      key.route,
      key.key,
      fingerprint(ctx),
      claim,
      nodeId(),
      PATIENCE,
    ]
  )
  return { id, claim }
}

/**
 * Notes in a transaction of the request that it commits something.
 * @throws IdempotencyTakenOverError when another request has the key by now: what this one has done is taken back
 */
export async function noteWrite(unit: Unit, { id, claim }: Reservation) {
  const rows = await unit.rows(
    `update idempotency_keys set wrote = true
      where organisation_id = ? and id = ? and claim = ? returning id`,
    [unit.scope.organisationId, id, claim]
  )
  if (rows.length === 0) throw new IdempotencyTakenOverError()
}

/** Keeps the answer of a request that has ended well; one that refused by itself lets the key go. */
export async function settleKey(scope: Scope, ctx: HttpContext, reservation: Reservation) {
  const answer = answerOf(ctx)
  if (!answer) return releaseKey(scope, reservation, ctx.response.getStatus())
  const { id, claim } = reservation
  await scope.work((unit) =>
    unit.rows(
      `update idempotency_keys
          set fingerprint = ?, status = ?, headers = ?, sealed = ?, claim = null, claimed_by = null, claimed_until = null
        where organisation_id = ? and id = ? and claim = ?`,
      [
        answer.fingerprint,
        answer.status,
        JSON.stringify(answer.headers),
        answer.sealed,
        scope.organisationId,
        id,
        claim,
      ]
    )
  )
}

/**
 * Lets the key of a refused request go, so that it may be corrected and sent again. After a failure of ours only where
 * nothing was committed; else what became of it is unknown from now on.
 */
export async function releaseKey(scope: Scope, { id, claim }: Reservation, status: number) {
  const own = [scope.organisationId, id, claim]
  await scope.work(async (unit) => {
    await unit.rows(
      `delete from idempotency_keys
        where organisation_id = ? and id = ? and claim = ? and (? < 500 or not wrote)`,
      [...own, status]
    )
    await unit.rows(
      `update idempotency_keys set claimed_until = now()
        where organisation_id = ? and id = ? and claim = ?`,
      own
    )
  })
}
