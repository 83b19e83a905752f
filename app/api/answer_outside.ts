import type { HttpContext } from '@adonisjs/core/http'
import type { RegisteredRoute } from '../http/registered_routes.ts'
import { understand } from '../http/understand_error.ts'
import { runWatched, type UnitWatch } from '../tenancy/watched_units.ts'
import type { IdempotencyKey } from './idempotency.ts'
import { ensureMatches } from './preconditions.ts'
import { presentRecord } from './present_record.ts'
import { noteWrite, releaseKey, reserveKey, settleKey, type Reservation } from './reservation.ts'

/** What the headers of a request ask for. */
interface Asked {
  key: IdempotencyKey | null
  /** `If-Match` */
  conditional: boolean
}

/**
 * Answers a write that calls something outside, with no transaction around it: the key is reserved before and the
 * answer stored behind. Every transaction in between notes that it was, and looks whether the key is still this
 * request's, so that one whose server was only taken for dead commits nothing beside its successor.
 */
export async function answerOutside(
  ctx: HttpContext,
  route: RegisteredRoute,
  { key, conditional }: Asked,
  answer: () => Promise<void>
): Promise<void> {
  const { scope } = ctx
  const reservation = key && (await reserveKey(scope, ctx, key))
  if (key && !reservation) return
  try {
    const matches: Matches = (unit) =>
      ensureMatches(unit, ctx, route.record, () => presentRecord(ctx, route))
    if (conditional) await scope.work(matches)
    await runWatched(watchOf(ctx, reservation, conditional ? matches : null), answer)
  } catch (error) {
    if (reservation) await letGo(ctx, reservation, understand(error).status)
    throw error
  }
  if (reservation) await settleKey(scope, ctx, reservation)
}

/** What was thrown is told, also where the database does not let the key go: it is let go by time then. */
async function letGo({ scope, logger }: HttpContext, reservation: Reservation, status: number) {
  try {
    await releaseKey(scope, reservation, status)
  } catch (error) {
    logger.error({ err: error }, 'an idempotency key was not let go')
  }
}

type Matches = UnitWatch['opened']

/** The record is held against `If-Match` again in the first transaction that writes, and locked there. */
function watchOf(
  { scope }: HttpContext,
  reservation: Reservation | null,
  matches: Matches | null
): UnitWatch {
  let wrote = false
  return {
    organisationId: scope.organisationId,
    async opened(unit) {
      if (matches && !wrote) await matches(unit)
    },
    async closing(unit) {
      if (reservation) await noteWrite(unit, reservation)
    },
    committed() {
      wrote = true
    },
  }
}
