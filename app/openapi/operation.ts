import { knownFields } from '../api/fields.ts'
import type { Answered, LazySchema, RouteDocs } from '../http/route_docs.ts'
import type { RegisteredRoute } from '../http/registered_routes.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { recordSchema } from './answers.ts'
import { responsesOf, shapeOf, type Shape } from './responses.ts'
import {
  jsonSchema,
  queryParameters,
  type JsonSchema,
  type Parameter,
  type ParameterRef,
} from './schemas.ts'

/** One method of a path. */
export interface Operation {
  'operationId': string
  'summary': string
  'tags': string[]
  /** Permission that the token needs. */
  'x-permission': string
  'parameters'?: (Parameter | ParameterRef)[]
  'requestBody'?: object
  'responses': Record<string, object>
}

/** What programs need to know about a route. */
export async function operationOf(
  route: RegisteredRoute,
  registry: ModuleRegistry
): Promise<Operation> {
  const { method, docs, module, permission } = route
  const shape = await shapeOf(route)
  const parameters = [
    ...pathParameters(route),
    ...(await queryOf(docs.query, shape.envelope)),
    ...(await fieldsOf(route, shape)),
    ...headersOf(route, shape),
  ]
  return {
    'operationId': operationId(route),
    'summary': docs.summary ?? usualSummary(route, registry),
    'tags': [module ?? 'kernel'],
    'x-permission': permission,
    ...(parameters.length > 0 && { parameters }),
    ...((docs.body || !['GET', 'DELETE'].includes(method)) && { requestBody: await bodyOf(docs) }),
    'responses': responsesOf(route, shape),
  }
}

function pathParameters({ pattern }: RegisteredRoute): Parameter[] {
  return [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: /^id$|Id$/.test(name) ? { type: 'string', format: 'uuid' } : { type: 'string' },
  }))
}

const PAGING: Parameter[] = [
  { name: 'search', in: 'query', schema: { type: 'string', maxLength: 100 } },
  { name: 'sort', in: 'query', schema: { type: 'string' } },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200 } },
  { name: 'cursor', in: 'query', schema: { type: 'string' } },
]

async function queryOf(query: LazySchema | undefined, answer: Answered): Promise<Parameter[]> {
  const own = query ? queryParameters(jsonSchema(await query())) : []
  return answer === 'list' && !query ? PAGING : own
}

async function bodyOf({ body, bytes }: RouteDocs) {
  if (bytes) {
    const content = bytes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])
    return { required: true, content: Object.fromEntries(content) as object }
  }
  const schema: JsonSchema = body ? jsonSchema(await body()) : { type: 'object' }
  const required = body !== undefined && (schema.required?.length ?? 0) > 0
  return { required, content: { 'application/json': { schema } } }
}

/** Names that `fields` may choose, told in the description. */
const NAMES_TOLD = 60

async function fieldsOf(route: RegisteredRoute, { envelope }: Shape): Promise<Parameter[]> {
  if (envelope === 'file' || envelope === 'plain') return []
  const record = await recordSchema(route)
  const known = record ? knownFields(record) : []
  const told = known.length > NAMES_TOLD ? [...known.slice(0, NAMES_TOLD), '…'] : known
  return [
    {
      name: 'fields',
      in: 'query',
      description: `Only these fields, with commas between them${
        told.length > 0 ? `: ${told.map((name) => `\`${name}\``).join(', ')}` : ''
      }.`,
      schema: { type: 'string', maxLength: 2000 },
      ...(told.length > 0 && { example: known.slice(0, 2).join(',') }),
    },
  ]
}

function headersOf({ method, record }: RegisteredRoute, { envelope }: Shape): ParameterRef[] {
  const named = (name: string) => ({ $ref: `#/components/parameters/${name}` })
  if (method === 'GET') {
    return envelope === 'file' || envelope === 'plain' ? [] : [named('IfNoneMatch')]
  }
  return [named('IdempotencyKey'), ...(record ? [named('IfMatch')] : [])]
}

/** `getTicketsById`, from method and path, so that it stays as long as the address does. */
function operationId({ method, pattern }: RegisteredRoute): string {
  const words = pattern
    .slice('/api/v1'.length)
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part))
    .flatMap((part) => part.split(/[^A-Za-z0-9]+/))
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
  return method.toLowerCase() + words.map(capital).join('')
}

const VERBS: Record<string, (noun: string, one: string) => string> = {
  index: (noun) => `List ${noun}s`,
  lookup: (noun) => `Find ${noun}s to choose from`,
  store: (_noun, one) => `Create ${one}`,
  show: (_noun, one) => `Read ${one}`,
  update: (_noun, one) => `Change ${one}`,
  destroy: (_noun, one) => `Remove ${one}`,
}

function usualSummary(route: RegisteredRoute, registry: ModuleRegistry): string {
  const noun = nounOf(route, registry)
  const one = `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
  const verb = VERBS[route.action]
  if (verb) return verb(noun, one)
  const words = route.action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${noun}`
}

/** What the address is about: its record, else its last word that is no parameter. */
function nounOf({ module, record, pattern }: RegisteredRoute, registry: ModuleRegistry): string {
  const records = (module && registry.get(module)?.manifest.records) || []
  const rule = records.find(({ table }) => table === record)
  const words = pattern.split('/').filter((part) => part && !part.startsWith(':'))
  const last = words.at(-1)!
  if (rule && pattern.endsWith(':id')) return rule.noun
  if (module && last === module && records[0]) return records[0].noun
  return last
    .replace(/-/g, ' ')
    .replace(/ies$/, 'y')
    .replace(/([^s])s$/, '$1')
}
