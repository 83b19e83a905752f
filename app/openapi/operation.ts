import type { Answered, LazySchema } from '../http/route_docs.ts'
import type { RegisteredRoute } from '../http/registered_routes.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { jsonSchema, queryParameters, type JsonSchema, type Parameter } from './schemas.ts'

/** One method of a path. */
export interface Operation {
  'operationId': string
  'summary': string
  'tags': string[]
  /** Permission that the token needs. */
  'x-permission': string
  'parameters'?: Parameter[]
  'requestBody'?: object
  'responses': Record<string, object>
}

const component = (kind: 'responses' | 'schemas', name: string) => ({
  $ref: `#/components/${kind}/${name}`,
})
const schema = (name: string) => component('schemas', name)
const response = (name: string) => component('responses', name)

/** What programs need to know about a route. */
export async function operationOf(
  route: RegisteredRoute,
  registry: ModuleRegistry
): Promise<Operation> {
  const { method, docs, module, permission } = route
  const answer = docs.answer ?? usualAnswer(route)
  const parameters = [...pathParameters(route), ...(await queryOf(docs.query, answer))]
  return {
    'operationId': operationId(route),
    'summary': docs.summary ?? usualSummary(route, registry),
    'tags': [module ?? 'kernel'],
    'x-permission': permission,
    ...(parameters.length > 0 && { parameters }),
    ...(method !== 'GET' && method !== 'DELETE' && { requestBody: await bodyOf(docs.body) }),
    'responses': responsesOf(route, answer),
  }
}

function usualAnswer({ action }: RegisteredRoute): Answered {
  if (action === 'index') return 'list'
  return action === 'lookup' ? 'choices' : 'record'
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

async function bodyOf(body: LazySchema | undefined) {
  const schemaOfBody: JsonSchema = body ? jsonSchema(await body()) : { type: 'object' }
  return { required: Boolean(body), content: { 'application/json': { schema: schemaOfBody } } }
}

function responsesOf({ method, action, pattern }: RegisteredRoute, answer: Answered) {
  const contents = {
    record: { 'application/json': { schema: schema('Record') } },
    list: { 'application/json': { schema: schema('Page') } },
    choices: { 'application/json': { schema: schema('Choices') } },
    file: { '*/*': { schema: { type: 'string', format: 'binary' } } },
  }
  const created = method === 'POST' && action === 'store'
  return {
    [created ? '201' : '200']: {
      description: answer === 'file' ? 'The file.' : created ? 'Created.' : 'Done.',
      content: contents[answer],
    },
    '401': response('Unauthorized'),
    '403': response('Forbidden'),
    ...(pattern.includes(':') && { '404': response('NotFound') }),
    ...(method === 'PUT' && { '409': response('Conflict') }),
    '422': response('Invalid'),
    '429': response('TooMany'),
  }
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
