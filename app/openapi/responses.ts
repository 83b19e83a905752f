import type { Answered } from '../http/route_docs.ts'
import type { RegisteredRoute } from '../http/registered_routes.ts'
import { answerOf } from './answers.ts'
import type { JsonSchema } from './schemas.ts'

const response = (name: string) => ({ $ref: `#/components/responses/${name}` })
const header = (name: string) => ({ $ref: `#/components/headers/${name}` })

/** What a route answers, in which envelope and with which statuses. */
export interface Shape {
  envelope: Answered
  statuses: number[]
  /** Of one record, or of the whole answer where it is `plain`. */
  schema: JsonSchema
}

/** What a route answers: as it says itself, else as the types of its controller do, else as its action is called. */
export async function shapeOf(route: RegisteredRoute): Promise<Shape> {
  const { docs, method, action } = route
  const described = await answerOf(route)
  const created = method === 'POST' && action === 'store'
  return {
    envelope: docs.answer ?? described?.kind ?? usualAnswer(route),
    statuses: described?.statuses ?? [created ? 201 : 200],
    schema: (await docs.record?.()) ?? described?.schema ?? { type: 'object' },
  }
}

function usualAnswer({ action }: RegisteredRoute): Answered {
  if (action === 'index') return 'list'
  return action === 'lookup' ? 'choices' : 'record'
}

/** The responses of an operation: success, and every problem that it may answer with. */
export function responsesOf(route: RegisteredRoute, shape: Shape): Record<string, object> {
  const { method, pattern, record, tier } = route
  const reads = method === 'GET'
  return {
    ...Object.fromEntries(
      shape.statuses.map((status) => [String(status), success(route, shape, status)])
    ),
    ...(reads && shape.envelope !== 'file' && { '304': response('NotModified') }),
    '400': response('BadRequest'),
    '401': response('Unauthorized'),
    '403': response('Forbidden'),
    // Also where the module is switched off.
    '404': response('NotFound'),
    ...(!reads && { '409': response('Conflict') }),
    ...(!reads && record && { '412': response('PreconditionFailed') }),
    ...(!reads && { '413': response('TooLarge') }),
    '422': response('Invalid'),
    '429': response('TooMany'),
    ...((tier === 'ai' || /pdf|export/.test(pattern)) && { '503': response('Unavailable') }),
  }
}

function success({ method }: RegisteredRoute, { envelope, schema }: Shape, status: number): object {
  const limits = { 'RateLimit': header('RateLimit'), 'RateLimit-Policy': header('RateLimitPolicy') }
  if (envelope === 'file') {
    return {
      description: 'The file.',
      headers: limits,
      content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
    }
  }
  return {
    description: status === 201 ? 'Created.' : 'Done.',
    headers: {
      ...limits,
      ...(envelope !== 'plain' && { ETag: header('ETag') }),
      ...(method !== 'GET' && { 'Idempotency-Replayed': header('IdempotencyReplayed') }),
    },
    content: { 'application/json': { schema: wrapped(envelope, schema) } },
  }
}

function wrapped(envelope: Exclude<Answered, 'file'>, schema: JsonSchema): JsonSchema {
  if (envelope === 'plain') return schema
  const data: JsonSchema = envelope === 'record' ? schema : { type: 'array', items: schema }
  if (envelope !== 'list') return { type: 'object', required: ['data'], properties: { data } }
  return {
    type: 'object',
    required: ['data', 'limit', 'nextCursor'],
    properties: {
      data,
      nextCursor: {
        type: ['string', 'null'],
        description: 'Sent back as `cursor` for the next page; null on the last one.',
      },
      limit: { type: 'integer' },
    },
  }
}
