import fc from 'fast-check'
import type { OpenApiDocument } from '../../../../app/openapi/document.ts'
import type { JsonSchema } from '../../../../app/openapi/schemas.ts'
import type { Sent } from './caller.ts'

/** One request, as it goes over the wire. */
export interface FuzzedRequest {
  /** `PUT /tickets/{id}` */
  operation: string
  /** Below /api/v1, with its query. */
  path: string
  headers: Record<string, string>
  /** Text of the body; `null` for none. */
  body: string | null
}

const LONE_SURROGATE = '\\ud800'

/** Texts that have broken programs before. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u202e\u200b\ufeff',
  `' or 1=1 --`,
  `"; drop table contacts_contacts; --`,
  '%00%ff%',
  '../../../etc/passwd',
  '<script>alert(1)</script>',
  '{{7*7}}${7*7}#{7*7}',
  'नमस्ते 🙏',
  'NaN',
  'null',
  '[object Object]',
  '9'.repeat(400),
  'x'.repeat(5_000),
  '-1',
  '1e309',
  '0x10',
  '99999-12-31',
  '2026-02-30',
  '0001-01-01',
  '2026-13-01T25:61:61Z',
]

/** Numbers at and behind every edge. */
const HOSTILE_NUMBERS = [
  0,
  -0,
  -1,
  0.1,
  1e-7,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  1e21,
  1e308,
  -(2 ** 63),
]

const prototypes = fc.constantFrom(
  JSON.parse('{"__proto__":{"admin":true}}') as object,
  { constructor: { prototype: { admin: true } } },
  { toString: 1, valueOf: null, hasOwnProperty: false },
  { length: 1e9 },
  { then: 'x', toJSON: 1 }
)

const deep = fc
  .integer({ min: 20, max: 400 })
  .map((depth) => JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`) as unknown)

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) }
)

const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}]) },
  { weight: 1, arbitrary: prototypes },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }).map((json) => JSON.parse(json) as unknown) }
)

/** Builds hostile and nearly right requests from a description. */
export class Hostility {
  constructor(
    private document: OpenApiDocument,
    /** Ids that exist: of the own organisation, and of the other one. */
    private ids: { own: string[]; foreign: string[] },
    /** Words that addresses need: names of lists, tables, reports. */
    private words: Record<string, string[]>,
    /** ETags and cursors that were answered before. */
    private seen: { etags: string[]; cursors: string[] },
    /** Requests that were done, by operation: what is hostile takes the place of a part of them. */
    private done: ReadonlyMap<string, Sent>
  ) {}

  /** A request to any operation. */
  request(): fc.Arbitrary<FuzzedRequest> {
    const all = Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => this.#requestTo(path, method))
    )
    return fc.oneof(...all)
  }

  /** A request to `PUT /tickets/{id}`. */
  requestTo(operation: string): fc.Arbitrary<FuzzedRequest> {
    const [method, path] = operation.split(' ')
    return this.#requestTo(path, method.toLowerCase())
  }

  #requestTo(path: string, method: string): fc.Arbitrary<FuzzedRequest> {
    const operation = this.document.paths[path][method]
    const known = this.done.get(`${method.toUpperCase()} ${path}`)
    const parameters = operation.parameters ?? []
    const own = parameters.flatMap((each) => ('name' in each ? [each] : []))
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const body = operation.requestBody as
      { content: Record<string, { schema: JsonSchema }> } | undefined
    const schema = body?.content['application/json']?.schema
    return fc
      .record({
        values: fc.tuple(...names.map((name) => this.#pathValue(name, known?.path?.[name]))),
        query: fc.record(
          Object.fromEntries(
            own
              .filter((each) => each.in === 'query')
              .map((each) => [
                each.name,
                this.#queryValue(each.name, each.schema, known?.query?.[each.name]),
              ])
          )
        ),
        extra: seldom(fc.tuple(fc.string({ maxLength: 12 }), text), 30),
        headers: this.#headers(method),
        body: method === 'get' ? fc.constant(null) : this.#body(schema, known?.body),
      })
      .map(({ values, query, extra, headers, body: sent }) => {
        const address = names.reduce(
          (left, name, at) => left.replace(`{${name}}`, () => asPath(values[at])),
          path
        )
        const pairs = Object.entries(query).flatMap(([name, value]) =>
          value === null ? [] : [`${name}=${asPath(value)}`]
        )
        if (extra) pairs.push(`${asPath(extra[0])}=${asPath(extra[1])}`)
        return {
          operation: `${method.toUpperCase()} ${path}`,
          path: `${address}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`,
          headers,
          body: sent,
        }
      })
  }

  /** Mostly something that exists, so that what is behind the address is reached. */
  #pathValue(name: string, right?: string | number): fc.Arbitrary<string> {
    const known = this.words[name] ?? []
    return fc.oneof(
      { weight: right === undefined ? 0 : 12, arbitrary: fc.constant(String(right)) },
      { weight: 4, arbitrary: fc.constantFrom(...(known.length > 0 ? known : this.ids.own)) },
      { weight: 3, arbitrary: fc.constantFrom(...this.ids.foreign) },
      { weight: 1, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: text.filter((value) => value !== '' && !/^\.{1,2}$/.test(value)) }
    )
  }

  #queryValue(name: string, schema: JsonSchema, right?: unknown): fc.Arbitrary<string | null> {
    const usual = fc.constant(right === undefined ? null : asText(right))
    return fc.oneof(
      { weight: 6, arbitrary: usual },
      { weight: 1, arbitrary: this.#queryText(name, schema) }
    )
  }

  #queryText(name: string, schema: JsonSchema): fc.Arbitrary<string> {
    const cursors = this.seen.cursors.length > 0 ? this.seen.cursors : ['W10']
    const tampered = fc
      .tuple(fc.constantFrom(...cursors), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([cursor, at, put]) => {
        const place = at % (cursor.length + 1)
        return cursor.slice(0, place) + put + cursor.slice(place + 1)
      })
    if (name === 'cursor') return fc.oneof(fc.constantFrom(...cursors), tampered, text)
    if (name === 'fields') {
      return fc.oneof(
        fc.constantFrom('id', 'id,version', 'data', 'id.id', '__proto__', 'a.'.repeat(300)),
        text
      )
    }
    return fc.oneof(this.value(schema, 2).map(asText), text)
  }

  #headers(method: string): fc.Arbitrary<Record<string, string>> {
    const etags = this.seen.etags.length > 0 ? this.seen.etags : ['"1-x"']
    const etag = fc.oneof(
      fc.constantFrom(...etags, '*', '"0-0000000000000000000000"', 'W/"x"', '""', ','),
      fc.string({ maxLength: 40 })
    )
    const header = etag.map((value) => value.replace(/[^\x20-\x7e]/g, '').trim())
    const rare = (arbitrary: fc.Arbitrary<string>) => seldom(arbitrary, 8)
    return fc
      .record({
        'if-match': method === 'get' ? fc.constant(null) : rare(header),
        'if-none-match': method === 'get' ? rare(header) : fc.constant(null),
        'idempotency-key':
          method === 'get'
            ? fc.constant(null)
            : seldom(
                fc.oneof(fc.uuid(), fc.constantFrom('a', 'b', '"c"', 'x'.repeat(201), '"')),
                2
              ),
        'content-type': fc.oneof(
          { weight: 40, arbitrary: fc.constant('application/json') },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              'text/plain',
              'application/x-www-form-urlencoded',
              'multipart/form-data; boundary=x',
              'application/json; charset=utf-16',
              'application/octet-stream'
            ),
          }
        ),
        'accept-language': rare(fc.constantFrom('hi', 'xx', '*', 'en;q=9')),
      })
      .map((headers) =>
        Object.fromEntries(
          Object.entries(headers).filter((entry): entry is [string, string] => Boolean(entry[1]))
        )
      )
  }

  #body(schema: JsonSchema | undefined, known: unknown): fc.Arbitrary<string> {
    const right = schema ? this.value(schema, 0) : anything
    const isObject = typeof known === 'object' && known !== null && !ArrayBuffer.isView(known)
    return fc.oneof(
      { weight: isObject ? 12 : 0, arbitrary: this.#nearly(isObject ? known : {}, schema) },
      { weight: 5, arbitrary: right.map(written) },
      { weight: 1, arbitrary: anything.map(written) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          '{',
          '[1,',
          '"x"',
          'null',
          '\u0000',
          `{"name":"${LONE_SURROGATE}"}`,
          '{"a":1,"a":2}',
          `${'['.repeat(5_000)}${']'.repeat(5_000)}`
        ),
      }
    )
  }

  /** A body that was accepted before, as it was or with one part of it changed. */
  #nearly(known: object, schema: JsonSchema | undefined): fc.Arbitrary<string> {
    const properties = Object.entries(schema?.properties ?? {})
    const changes = properties.map(([name, inner]) =>
      fc.oneof(this.value(inner, 1), anything).map((value) => ({ ...known, [name]: value }))
    )
    return fc.oneof(fc.constant(known), ...changes).map(written)
  }

  /** A value of a schema, with something else in its place now and then. */
  value(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    return fc.oneof(
      { weight: 12, arbitrary: this.#right(schema, depth) },
      { weight: 1, arbitrary: anything }
    )
  }

  #right(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
    if (choices) return fc.oneof(...choices.map((each) => this.value(each, depth)))
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if ('const' in schema) return fc.constant(schema.const)
    const types = [schema.type ?? 'object'].flat()
    return fc.oneof(...types.map((type) => this.#ofType(type, schema, depth)))
  }

  #ofType(type: string, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    if (type === 'null') return fc.constant(null)
    if (type === 'boolean') return fc.boolean()
    if (type === 'integer' || type === 'number') return this.#number(schema)
    if (type === 'array') {
      const items = depth > 4 ? anything : this.value(schema.items ?? {}, depth + 1)
      return fc.array(items, { maxLength: 3 })
    }
    if (type === 'string') return this.#text(schema)
    const { properties = {}, required = [] } = schema
    if (depth > 5 || Object.keys(properties).length === 0) {
      return fc.dictionary(fc.string({ maxLength: 12 }), anything, { maxKeys: 3 })
    }
    const each = Object.entries(properties).map(([name, inner]) => [
      name,
      this.value(inner, depth + 1),
    ])
    return fc.record(Object.fromEntries(each) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: required.filter((name) => Object.hasOwn(properties, name)),
    })
  }

  #number({ minimum, maximum }: JsonSchema): fc.Arbitrary<number> {
    const min = Number(minimum ?? 0)
    const max = Math.max(min, Number(maximum ?? min + 10))
    return fc.oneof(
      fc.integer({ min: Math.ceil(min), max: Math.min(Math.floor(max), 2 ** 31) }),
      fc.constantFrom(...HOSTILE_NUMBERS)
    )
  }

  #text({ format, maxLength }: JsonSchema): fc.Arbitrary<string> {
    if (format === 'uuid') {
      return fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...this.ids.own) },
        { weight: 4, arbitrary: fc.constantFrom(...this.ids.foreign) },
        { weight: 1, arbitrary: fc.uuid() }
      )
    }
    if (format === 'email') return fc.constantFrom('a@example.com', 'ä@bücher.example', '@')
    const likely = fc.constantFrom(
      ...['2026-04-01', 'Raj Kumar', '10', '18', '27', '8708', 'MH12AB1234', '411001', 'NOS'],
      ...['98220 12345', '1000.50', 'Asia/Kolkata', 'technician', 'done', 'P3', '6001', '1002']
    )
    const short = text.map((value) => value.slice(0, Number(maxLength ?? 5_000) + 1))
    return fc.oneof({ weight: 3, arbitrary: likely }, { weight: 2, arbitrary: short })
  }
}

/** A value now and then, else nothing. */
function seldom<Value>(arbitrary: fc.Arbitrary<Value>, freq: number) {
  return fc.oneof({ weight: freq, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
}

/** JSON as a program would write it; texts may hold half a character. */
function written(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : written(value)
}

function asPath(value: string): string {
  return encodeURIComponent(value.toWellFormed())
}
