import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** The person at the sign-in page of the server. */
export interface OauthPerson {
  sub: string
  email: string
  email_verified: boolean
  name: string
}

/**
 * What the server does wrong: sends another state back, refuses, sends no code, answers late, fails, answers what is
 * no JSON, names nobody.
 */
export type Misbehaviour =
  | 'wrong state'
  | 'denied'
  | 'no code'
  | 'slow token'
  | 'slow user'
  | 'failing token'
  | 'failing user'
  | 'no json'
  | 'nobody'

interface Grant {
  person: OauthPerson
  redirectUri: string
  challenge: string
}

const CLIENT = { id: 'karkhana-test', secret: 'a secret between the two' }
/** Longer than anybody waits. */
const SLOW = 20_000

/**
 * A server that speaks the authorization-code protocol as Google does: state, code for one use, client secret, PKCE
 * with S256, token, userinfo. What a client does wrong is refused, as there.
 */
export class OauthServer {
  person: OauthPerson = newPerson()
  misbehaves: Misbehaviour | null = null
  readonly #grants = new Map<string, Grant>()
  readonly #tokens = new Map<string, OauthPerson>()
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })

  /** Starts on a free port and lets the application use it in place of Google. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    Object.assign(process.env, {
      GOOGLE_CLIENT_ID: CLIENT.id,
      GOOGLE_CLIENT_SECRET: CLIENT.secret,
      GOOGLE_AUTHORIZE_URL: `${base}/authorize`,
      GOOGLE_TOKEN_URL: `${base}/token`,
      GOOGLE_USER_URL: `${base}/userinfo`,
    })
  }

  async stop(): Promise<void> {
    for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'AUTHORIZE_URL', 'TOKEN_URL', 'USER_URL']) {
      delete process.env[`GOOGLE_${name}`]
    }
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://here')
    if (url.pathname === '/authorize') return this.#authorize(url, response)
    if (url.pathname === '/token' && request.method === 'POST') {
      return this.#token(new URLSearchParams(await bodyOf(request)), response)
    }
    if (url.pathname === '/userinfo') return this.#userinfo(request, response)
    response.writeHead(404).end()
  }

  /** The person agrees at once and is sent back. */
  #authorize({ searchParams: asked }: URL, response: ServerResponse) {
    const redirectUri = asked.get('redirect_uri') ?? ''
    const challenge = asked.get('code_challenge') ?? ''
    const fine =
      asked.get('client_id') === CLIENT.id &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      challenge.length === 43 &&
      (asked.get('state') ?? '').length >= 16 &&
      (asked.get('scope') ?? '').split(' ').includes('openid')
    if (!fine) {
      response.writeHead(400).end(`not as agreed: ${asked.toString()}`)
      return
    }
    const code = randomUUID()
    this.#grants.set(code, { person: this.person, redirectUri, challenge })
    const back = new URL(redirectUri)
    const state = this.misbehaves === 'wrong state' ? randomUUID() : asked.get('state')!
    back.searchParams.set('state', state)
    if (this.misbehaves === 'denied') back.searchParams.set('error', 'access_denied')
    else if (this.misbehaves !== 'no code') back.searchParams.set('code', code)
    response.writeHead(302, { location: back.href }).end()
  }

  async #token(sent: URLSearchParams, response: ServerResponse) {
    if (this.misbehaves === 'slow token') await sleep(SLOW, undefined, { ref: false })
    if (this.misbehaves === 'failing token') return json(response, 500, { error: 'server_error' })
    const grant = this.#grants.get(sent.get('code') ?? '')
    this.#grants.delete(sent.get('code') ?? '')
    const verifier = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url')
    const fine =
      grant &&
      sent.get('grant_type') === 'authorization_code' &&
      sent.get('client_id') === CLIENT.id &&
      sent.get('client_secret') === CLIENT.secret &&
      sent.get('redirect_uri') === grant.redirectUri &&
      verifier === grant.challenge
    if (!fine) return json(response, 400, { error: 'invalid_grant' })
    const token = randomUUID()
    this.#tokens.set(token, grant.person)
    json(response, 200, { access_token: token, token_type: 'Bearer', expires_in: 3600 })
  }

  async #userinfo(request: IncomingMessage, response: ServerResponse) {
    if (this.misbehaves === 'slow user') await sleep(SLOW, undefined, { ref: false })
    if (this.misbehaves === 'failing user') return json(response, 500, { error: 'server_error' })
    if (this.misbehaves === 'no json') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>')
      return
    }
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    const person = this.#tokens.get(token)
    if (!person) return json(response, 401, { error: 'invalid_token' })
    json(response, 200, this.misbehaves === 'nobody' ? { hd: 'example.com' } : person)
  }
}

/** Somebody with a Google account of their own and a verified address. */
export function newPerson(changes: Partial<OauthPerson> = {}): OauthPerson {
  const sub = randomUUID()
  const email = `asha-${sub}@example.com`
  return { sub, email, email_verified: true, name: 'Asha Kulkarni', ...changes }
}

function json(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
