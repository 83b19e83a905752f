import { randomInt } from 'node:crypto'

/** What a visitor was answered. */
export interface Shown {
  status: number
  /** Path and query of the redirect, without the address of the server; `null` when there is none. */
  location: string | null
  headers: Headers
  text: string
  /** Name and props of the page, with those that every page receives; what is no page has neither. */
  component: string | null
  props: Record<string, unknown> & {
    errors?: Record<string, string>
    flash?: { success?: string; error?: { code: string; message: string; next?: string } }
  }
}

/**
 * Somebody at a browser of their own: cookies, session and the token against forged forms work as they do there, and
 * nothing is signed in for them. Each comes from another address of the network, as a reverse proxy on this machine
 * would report it.
 */
export class Visitor {
  readonly cookies = new Map<string, string>()

  constructor(
    readonly address = randomAddress(),
    /** Names the browser and its system. */
    readonly userAgent: string | null = null,
    /** Which server is visited; the one of the tests unless said otherwise. */
    readonly origin = process.env.APP_URL!
  ) {}

  get(path: string): Promise<Shown> {
    return this.#send('GET', path)
  }

  /** Sends a form and shows the page it leads to, if it leads to one. */
  async submit(path: string, body: object = {}): Promise<Shown> {
    const answer = await this.post(path, body)
    return answer.location ? this.get(answer.location) : answer
  }

  /** Sends a form. */
  post(path: string, body: object = {}): Promise<Shown> {
    return this.#sendForm('POST', path, body, { referer: `${this.origin}${path}` })
  }

  /** Sends a form by another method and shows the page it leads to. */
  async change(method: 'PUT' | 'PATCH' | 'DELETE', path: string, body: object = {}) {
    const answer = await this.#sendForm(method, path, body, { referer: `${this.origin}${path}` })
    return answer.location ? this.get(answer.location) : answer
  }

  /** Sends a form as a script that wants JSON. */
  ask(path: string, body: object = {}): Promise<Shown> {
    return this.#sendForm('POST', path, body, { accept: 'application/json' })
  }

  signIn(email: string, password: string): Promise<Shown> {
    return this.ask('/login', { email, password })
  }

  /** Whether the start page opens. */
  async isSignedIn(): Promise<boolean> {
    const { status, location } = await this.get('/')
    if (status !== 200 && location !== '/login') throw new Error(`/ answered ${status} ${location}`)
    return status === 200
  }

  async #sendForm(method: string, path: string, body: object, headers: Record<string, string>) {
    if (!this.cookies.has('XSRF-TOKEN')) await this.get('/login')
    const token = decodeURIComponent(this.cookies.get('XSRF-TOKEN') ?? '')
    return this.#send(method, path, JSON.stringify(body), {
      'content-type': 'application/json',
      'x-xsrf-token': token,
      ...headers,
    })
  }

  async #send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {}
  ): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${this.origin}${path}`, {
      method,
      body,
      redirect: 'manual',
      headers: {
        'accept': 'text/html',
        cookie,
        'x-forwarded-for': this.address,
        ...(this.userAgent ? { 'user-agent': this.userAgent } : {}),
        ...headers,
      },
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return shown(response, await response.text(), this.origin)
  }

  #keep(line: string) {
    const [pair] = line.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(name.length + 1)
    if (value === '' || /max-age=(0|-)/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

function randomAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
}

const PAGE = /<script data-page="\w+" type="application\/json">(.*?)<\/script>/s

function shown(response: Response, text: string, origin: string): Shown {
  const { status, headers } = response
  const page = JSON.parse(PAGE.exec(text)?.[1] ?? '{}') as {
    component?: string
    props?: Shown['props']
  }
  const location = headers.get('location')
  return {
    status,
    headers,
    text,
    location: location && location.replace(origin, ''),
    component: page.component ?? null,
    props: { ...(page.props?.shared as object), ...page.props },
  }
}
