import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import type { NextFn } from '@adonisjs/core/types/http'
import { countWrongToken, ensureMayTryToken } from '../http/rate_limits/token_failures.ts'
import type {} from '../http/surface.ts'
import { scopeFrom } from '../tenancy/open_scope.ts'
import type { ScopeAnswer } from '../tenancy/scope_answer.ts'
import type { Scope } from '../tenancy/scope.ts'
import { InvalidTokenError, MissingTokenError } from './errors.ts'
import { parseToken } from './token_value.ts'

/** What the database function `kernel_open_token` knows of a token that may be used. */
interface TokenAnswer {
  name: string | null
  hash: string
  abilities: string[]
  /** Whether the last use that was noted is more than a minute ago: noting each would cost each a commit. */
  unnoted: boolean
  memberId: string
  organisationId: string
  scope: ScopeAnswer
}

/** Where a token is used from. */
interface TokenUse {
  requestId?: string
  ip: string | null
}

/** Signs a program in by its token and opens the scope of the organisation the token belongs to. */
export async function openTokenScope(ctx: HttpContext, next: NextFn) {
  ctx.surface = 'api'
  ensureMayTryToken(ctx)
  const value = bearerOf(ctx)
  const scope = await scopeOfToken(value, { requestId: ctx.request.id(), ip: ctx.request.ip() })
  if (!scope) {
    await countWrongToken(ctx)
    throw new InvalidTokenError()
  }
  ctx.scope = scope
  return next()
}

/**
 * The scope of a token in one round trip to the database; `null` when it is wrong, expired or revoked, or when its
 * member is no longer active. It can do what its member may do now, and of that no more than its abilities.
 * @throws OrganisationSuspendedError
 */
export async function scopeOfToken(value: string, use: TokenUse): Promise<Scope | null> {
  const token = parseToken(value)
  if (!token) return null
  const { rows } = await db.rawQuery('select kernel_open_token(?) as answer', [token.id])
  const answer = (rows as { answer: TokenAnswer | null }[])[0].answer
  if (!answer || !token.matches(answer.hash)) return null
  const scope = scopeFrom(answer.scope, {
    organisationId: answer.organisationId,
    memberId: answer.memberId,
    requestId: use.requestId,
    ip: use.ip,
    token: {
      id: String(token.id),
      name: answer.name ?? 'API token',
      abilities: answer.abilities,
    },
  })
  if (scope && answer.unnoted) await noteUse(token.id, use.ip)
  return scope
}

async function noteUse(id: number, ip: string | null) {
  await db.from('api_tokens').where('id', id).update({ last_used_at: new Date(), last_used_ip: ip })
}

function bearerOf(ctx: HttpContext): string {
  const [type, value] = ctx.request.header('authorization', '')!.split(' ')
  if (type.toLowerCase() !== 'bearer' || !value) throw new MissingTokenError()
  return value
}
