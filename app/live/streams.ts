import { once } from 'node:events'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import transmit from '@adonisjs/transmit/services/main'
import { KarkhanaError } from '../errors.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { memberScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { mayHear } from './access.ts'

/** One window that listens. */
interface OpenStream {
  uid: string
  userId: string
  sessionId: string
  organisationId: string
  channels: Set<string>
  /** When it was last asked whether the reader may still hear all of it (milliseconds). */
  checkedAt: number
  response: HttpContext['response']['response']
}

/** Milliseconds after which the rights of a stream are asked for again before anything is sent to it. */
const TRUSTED = 30_000

/**
 * The streams of this node. A channel is authorised when it is subscribed to, and again before something is sent once
 * the rights of the organisation changed or half a minute went by: who signed out, left or lost a permission hears
 * nothing more.
 */
export class LiveStreams {
  readonly #open = new Map<string, OpenStream>()

  constructor(private registry: ModuleRegistry) {}

  /** Whether anybody listens to anything of the organisation. */
  has(organisationId: string): boolean {
    return [...this.#open.values()].some((stream) => stream.organisationId === organisationId)
  }

  get size() {
    return this.#open.size
  }

  /** Opens the stream of a window; one with the same id, of the same session, is its former connection and ends. */
  async open(ctx: HttpContext, uid: string, onEnd: () => void) {
    const { user, sessionId } = ctx.account
    const former = this.#open.get(uid)
    if (former && former.sessionId !== sessionId) throw new StreamTakenError()
    if (former) {
      const closed = once(former.response, 'close')
      former.response.destroy()
      await closed
    }
    const { request, response } = ctx
    const stream = transmit.createStream({
      uid,
      context: ctx,
      request: request.request,
      response: response.response,
      injectResponseHeaders: response.getHeaders(),
    })
    this.#open.set(uid, {
      uid,
      userId: user.id,
      sessionId,
      organisationId: ctx.scope.organisationId,
      channels: new Set(),
      checkedAt: Date.now(),
      response: response.response,
    })
    response.response.once('close', () => {
      this.#open.delete(uid)
      onEnd()
    })
    return stream
  }

  /** @returns whether the window listens to the channel now */
  async subscribe(ctx: HttpContext, uid: string, channel: string): Promise<boolean> {
    const stream = this.#ownOf(ctx, uid)
    if (!stream || !(await mayHear(ctx.scope, this.registry, channel))) return false
    await transmit.subscribe({ uid, channel, context: ctx, skipAuthorization: true })
    stream.channels.add(channel)
    return true
  }

  async unsubscribe(ctx: HttpContext, uid: string, channel: string) {
    const stream = this.#ownOf(ctx, uid)
    if (!stream) return
    stream.channels.delete(channel)
    await transmit.unsubscribe({ uid, channel, context: ctx })
  }

  /** Has the rights of every stream of the organisation asked for again before the next message. */
  distrust(organisationId: string) {
    for (const stream of this.#open.values()) {
      if (stream.organisationId === organisationId) stream.checkedAt = 0
    }
  }

  /** Sends messages by channel to those who may still hear them. */
  async send(organisationId: string, messages: Map<string, object>) {
    for (const stream of this.#open.values()) {
      if (stream.organisationId !== organisationId) continue
      const wanted = [...messages.keys()].some((channel) => stream.channels.has(channel))
      if (wanted && Date.now() - stream.checkedAt > TRUSTED) await this.#check(stream)
    }
    for (const [channel, payload] of messages) transmit.broadcast(channel, payload as never)
  }

  /** Ends every stream, for a node that stops. */
  end() {
    for (const { response } of this.#open.values()) response.destroy()
  }

  #ownOf({ account, scope }: HttpContext, uid: string) {
    const stream = this.#open.get(uid)
    const own =
      stream?.sessionId === account.sessionId && stream.organisationId === scope.organisationId
    return own ? stream : undefined
  }

  async #check(stream: OpenStream) {
    const scope = await this.#scopeOf(stream)
    if (!scope) {
      stream.response.destroy()
      return
    }
    for (const channel of [...stream.channels]) {
      if (await mayHear(scope, this.registry, channel)) continue
      stream.channels.delete(channel)
      await transmit.unsubscribe({ uid: stream.uid, channel })
    }
    stream.checkedAt = Date.now()
  }

  /** Without noting a use: a window that only listens keeps no session alive. */
  async #scopeOf({ userId, sessionId, organisationId }: OpenStream): Promise<Scope | null> {
    const session: unknown = await db
      .from('user_sessions')
      .where({ id: sessionId, user_id: userId })
      .whereNull('revoked_at')
      .where('expires_at', '>', new Date())
      .select('id')
      .first()
    if (!session) return null
    try {
      return await memberScope({ organisationId, userId })
    } catch (error) {
      // Suspended, or asked for a second factor: as if they were not there.
      if (error instanceof KarkhanaError && error.status < 500) return null
      throw error
    }
  }
}

/** Another session uses this id of a window. */
export class StreamTakenError extends KarkhanaError {
  constructor() {
    super('E_STREAM_TAKEN', 409, 'Another window has this id.', { next: 'Reload the page.' })
  }
}
