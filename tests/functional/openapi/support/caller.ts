import { randomUUID } from 'node:crypto'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import createClient, { type Client } from 'openapi-fetch'
import type { OpenApiDocument } from '../../../../app/openapi/document.ts'
import type { Operation } from '../../../../app/openapi/operation.ts'

/** What a call sends; the rest is filled in by what earlier calls have answered. */
export interface Sent {
  path?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
  /** Status of the documented error that is expected, where success needs the world outside. */
  refused?: number
}

// The test reads whatever the API answers; schemas say what it is.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answered = any

type Methods = Record<string, Record<string, never>>

/** Holds answers of the API against its description. */
export class Conformity {
  readonly #ajv: Ajv2020
  readonly #checks = new Map<string, ValidateFunction | null>()

  constructor(readonly document: OpenApiDocument) {
    this.#ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true })
    addFormats.default(this.#ajv)
    this.#ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/)
    this.#ajv.addFormat('binary', true)
    this.#ajv.addSchema(document, 'api')
  }

  /** The operation of `GET /tickets/{id}`. */
  operation(name: string): Operation {
    const [method, path] = name.split(' ')
    const operation = this.document.paths[path]?.[method.toLowerCase()]
    if (!operation) throw new Error(`${name} is not described`)
    return operation
  }

  /** What is wrong with an answer, `null` when it is as described. */
  problem(name: string, status: number, type: string | null, body: unknown): string | null {
    const responses = this.operation(name).responses as Record<string, object>
    if (!responses[status]) return `${name} answered ${status}, which is not described`
    const check = this.#check(name, status, type?.split(';')[0].trim() ?? '')
    if (check === undefined) return `${name} answered ${status} as ${type}, which is not described`
    if (check === null || check(body)) return null
    return `${name} ${status}: ${this.#ajv.errorsText(check.errors)} in ${JSON.stringify(body).slice(0, 400)}`
  }

  #check(name: string, status: number, type: string): ValidateFunction | null | undefined {
    const key = `${name} ${status} ${type}`
    if (this.#checks.has(key)) return this.#checks.get(key)
    const check = this.#compiled(name, status, type)
    if (check !== undefined) this.#checks.set(key, check)
    return check
  }

  #compiled(name: string, status: number, type: string) {
    const [method, path] = name.split(' ')
    const escaped = (part: string) =>
      encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))
    let pointer = `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`
    let response = (this.operation(name).responses as Record<string, Answered>)[status]
    if (response.$ref) {
      pointer = (response.$ref as string).slice(1)
      response = this.document.components.responses[pointer.split('/').at(-1)!]
    }
    if (!response.content) return null
    const media = response.content[type] ? type : response.content['*/*'] ? '*/*' : null
    if (!media) return undefined
    if (media === '*/*') return null
    return this.#ajv.compile({ $ref: `api#${pointer}/content/${escaped(media)}/schema` })
  }
}

/** Calls operations by the client that is made from the description, and holds every answer against it. */
export class Caller {
  readonly called = new Set<string>()
  /** What was sent and done, by operation. */
  readonly done = new Map<string, Sent>()
  readonly wrong: string[] = []
  readonly conformity: Conformity
  readonly #client: Client<Methods>
  /** The last answer as it came. */
  #text = ''

  constructor(
    readonly document: OpenApiDocument,
    baseUrl: string,
    private token: string
  ) {
    this.conformity = new Conformity(document)
    this.#client = createClient<Methods>({
      baseUrl: `${baseUrl}/api/v1`,
      fetch: async (request) => {
        const response = await fetch(request)
        this.#text = await response.clone().text()
        return response
      },
    })
  }

  /** The names of all operations: `GET /tickets/{id}`. */
  get operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
    )
  }

  /** `data` of the answer. A write is sent twice with one Idempotency-Key, and must be answered alike. */
  async call(name: string, sent: Sent = {}): Promise<Answered> {
    this.called.add(name)
    const writes = !name.startsWith('GET ')
    const key: Record<string, string> = writes ? { 'Idempotency-Key': randomUUID() } : {}
    const first = await this.#send(name, sent, key)
    if (first.status < 300) this.done.set(name, sent)
    if (first.status < 300 && writes) {
      const again = await this.#send(name, sent, key)
      if (again.replayed !== 'true' || again.text !== first.text || again.status !== first.status) {
        this.wrong.push(
          `${name} answered ${again.status} ${again.text.slice(0, 300)} when repeated`
        )
      }
    }
    return first.body?.data ?? first.body
  }

  async #send(name: string, { path, query, body, headers, refused }: Sent, key: object) {
    const [method, address] = name.split(' ')
    const bytes = body instanceof Uint8Array || typeof body === 'string'
    const { response } = await (this.#client.request as Answered)(method.toLowerCase(), address, {
      params: { path, query },
      body: body ?? (method === 'GET' ? undefined : {}),
      parseAs: 'stream',
      ...(bytes && { bodySerializer: (content: unknown) => content }),
      headers: {
        authorization: `Bearer ${this.token}`,
        accept: 'application/json',
        ...(bytes && { 'content-type': 'application/octet-stream' }),
        ...key,
        ...headers,
      },
    })
    const { status } = response as Response
    const type = response.headers.get('content-type')
    const text = this.#text
    const json = Boolean(type?.includes('json'))
    const answer: Answered = json ? JSON.parse(text) : null
    const expected = refused ? status === refused : status >= 200 && status < 300
    if (!expected) this.wrong.push(`${name} answered ${status}: ${text.slice(0, 400)}`)
    const problem = this.conformity.problem(name, status, type, answer)
    if (problem) this.wrong.push(problem)
    return { status, text, body: answer, replayed: response.headers.get('idempotency-replayed') }
  }
}
