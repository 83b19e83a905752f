import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { safeStringify } from '@poppinss/utils/json'
import type { RegisteredRoute } from '../http/registered_routes.ts'
import { openRequestUnit } from '../tenancy/open_unit.ts'
import { recordSchema } from '../openapi/answers.ts'
import { answerOutside } from './answer_outside.ts'
import { etagOf, namesEtag } from './etag.ts'
import { askedFields, pick, type FieldTree } from './fields.ts'
import { answeredBefore, idempotencyKey, keepAnswer } from './idempotency.ts'
import { ensureMatches, isConditional } from './preconditions.ts'
import { presentRecord } from './present_record.ts'

/**
 * Stands before the controllers of `/api/v1`: `Idempotency-Key` and `If-Match` of writes, `fields`, `ETag` and
 * `If-None-Match` of answers.
 */
export function answerProgram(route: RegisteredRoute) {
  return async (ctx: HttpContext, next: NextFn) => {
    const fields = askedFields(ctx, await recordSchema(route))
    const answer = async () => {
      await next()
      shape(ctx, fields)
    }
    if (route.method === 'GET') return answer()
    const key = idempotencyKey(ctx)
    const conditional = isConditional(ctx)
    if (!key && !conditional) return answer()
    if (route.outside) return answerOutside(ctx, route, { key, conditional }, answer)
    return openRequestUnit(ctx.scope, async (unit) => {
      if (key && (await answeredBefore(unit, ctx, key))) return
      if (conditional) {
        await ensureMatches(unit, ctx, route.record, () => presentRecord(ctx, route))
      }
      await answer()
      if (key) await ctx.scope.work((own) => keepAnswer(own, ctx, key))
    })
  }
}

interface Envelope {
  data?: unknown
}

/** Leaves what was asked for, and says which state of the record it is. */
function shape(ctx: HttpContext, fields: FieldTree | null): void {
  const { request, response } = ctx
  const status = response.getStatus()
  const body: unknown = response.getBody()
  if (status < 200 || status > 299 || !isEnvelope(body)) return
  const version = versionOf(body.data)
  const shown = fields ? { ...body, data: pick(body.data, fields) } : body
  const text = safeStringify(shown) ?? ''
  const etag = etagOf(text, version)
  response.header('ETag', etag)
  const known = request.header('if-none-match')
  if (request.method() === 'GET' && known !== undefined && namesEtag(known, etag)) {
    response.status(304).send(null)
    return
  }
  response.header('content-type', 'application/json; charset=utf-8')
  response.send(text)
}

function isEnvelope(body: unknown): body is Envelope {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && 'data' in body
}

function versionOf(record: unknown): number | null {
  const version = (record as { version?: unknown } | null)?.version
  return typeof version === 'number' ? version : null
}
