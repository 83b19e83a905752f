import type { Transmit } from '@adonisjs/transmit-client'
import { shallowRef, type ShallowRef } from 'vue'
import { csrfToken } from './csrf_token.ts'

/** How the page learns of changes: by the stream, by asking now and then, or not at all while nobody looks. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'paused'

/** What a channel brings; `missed` stands for all that came while nobody listened. */
export interface LiveMessage {
  kind?: 'changed' | 'presence' | 'inbox' | 'missed'
  table?: string
  people?: { id: string; name: string; editing: boolean }[]
}

type Handler = (message: LiveMessage) => void

/** Milliseconds without a stream after which the page asks by itself. */
const PATIENCE = 5_000
/** Milliseconds between two questions without a stream. */
const POLL = 10_000
/** Milliseconds between two attempts to have a stream again. */
const AGAIN = 30_000
/** Milliseconds that a page may wait to be told of a channel until what it shows counts as old. */
const LATE = 1_000

const handlers = new Map<string, Set<Handler>>()
const state = shallowRef<LiveState>('connecting')
const synced = shallowRef(Date.now())
let client: Transmit | undefined
let connecting: Promise<void> | undefined
let patience: ReturnType<typeof setTimeout> | undefined
let poll: ReturnType<typeof setInterval> | undefined
let again: ReturnType<typeof setTimeout> | undefined
let wasOpen = false
/** Channels that the server is being asked for, or asked to leave out. */
let underWay = new Set<string>()

/** How changes are heard of now, for the shell. */
export const liveState: Readonly<ShallowRef<LiveState>> = state

/** When something last came from the server, in milliseconds since the epoch: a page, a change, an answer. */
export const syncedAt: Readonly<ShallowRef<number>> = synced

/** Notes that the server has answered. */
export function noteSync() {
  synced.value = Date.now()
}

/** An id of this window. Works without a secure context, too: a workshop's server may have none. */
export const windowId = uuid()

/**
 * Calls `handler` with what comes on a channel, until the returned function is called. One stream serves all channels of
 * a window; it rests while the window is hidden, and what was missed is told by one message when it is seen again.
 */
export function listenLive(channel: string, handler: Handler): () => void {
  const own = handlers.get(channel) ?? new Set()
  const first = own.size === 0
  handlers.set(channel, own.add(handler))
  if (handlers.size === 1 && first) begin()
  else if (first && client) void agree(client, channel)
  return () => {
    if (!own.delete(handler) || own.size > 0) return
    handlers.delete(channel)
    if (client) void agree(client, channel)
    if (handlers.size === 0) end()
  }
}

function begin() {
  document.addEventListener('visibilitychange', onVisibility)
  if (document.hidden) state.value = 'paused'
  else connect()
}

function end() {
  document.removeEventListener('visibilitychange', onVisibility)
  disconnect()
  wasOpen = false
}

function onVisibility() {
  if (document.hidden) {
    disconnect()
    state.value = 'paused'
  } else {
    connect()
  }
}

function connect() {
  clearTimeout(again)
  if (client || connecting) return
  if (!poll) state.value = 'connecting'
  clearTimeout(patience)
  patience = setTimeout(askNowAndThen, PATIENCE)
  connecting = open()
    .catch(askNowAndThen)
    .finally(() => (connecting = undefined))
}

const withToken = ({ headers }: Request) => headers.set('X-XSRF-TOKEN', csrfToken())

/** Answered as a program is: a refusal would otherwise be told on the next page, as that of a form. */
function asProgram(request: Request) {
  request.headers.set('Accept', 'application/json')
  withToken(request)
}

async function open() {
  const began = Date.now()
  const { Transmit: Client } = await import('@adonisjs/transmit-client')
  if (document.hidden || handlers.size === 0) return
  const opened = new Client({
    baseUrl: window.location.origin,
    uidGenerator: uuid,
    maxReconnectAttempts: 2,
    beforeSubscribe: asProgram,
    // Sent also by a page whose session has ended, which is led to the sign-in
    beforeUnsubscribe: withToken,
  })
  client = opened
  opened.on('connected', () => client === opened && onOpen())
  opened.on('disconnected', () => {
    if (client !== opened) return
    clearTimeout(patience)
    patience = setTimeout(askNowAndThen, PATIENCE)
  })
  for (const channel of handlers.keys()) void agree(opened, channel, began)
}

/**
 * Has the server tell of a channel as long as somebody listens to it, with one request after the other: on a weak line
 * they overtake each other, and who comes back to a page at once would hear nothing more of it.
 */
async function agree(stream: Transmit, channel: string, began = Date.now()): Promise<void> {
  if (underWay.has(channel)) return
  underWay.add(channel)
  const wanted = handlers.has(channel)
  const subscription = stream.subscription(channel)
  if (wanted) {
    if (subscription.handlerCount === 0) subscription.onMessage(hear(channel))
    await subscription.create()
  } else {
    await subscription.delete()
  }
  if (client !== stream) return
  underWay.delete(channel)
  if (handlers.has(channel) !== wanted) return agree(stream, channel, began)
  // What changed after the page was read, and before the server knew who listens, was told to nobody.
  if (wanted && Date.now() - began > LATE) tell(channel, { kind: 'missed' })
}

const hear = (channel: string) => (message: LiveMessage) => {
  noteSync()
  tell(channel, message)
}

function onOpen() {
  clearTimeout(patience)
  clearInterval(poll)
  poll = undefined
  state.value = 'live'
  noteSync()
  // Between two connections anything may have happened.
  if (wasOpen) missed()
  wasOpen = true
}

/** No stream: asks every few seconds, and tries for one again. */
function askNowAndThen() {
  disconnect()
  if (document.hidden || handlers.size === 0) return
  state.value = 'polling'
  wasOpen = true
  poll = setInterval(missed, POLL)
  again = setTimeout(connect, AGAIN)
}

function disconnect() {
  clearTimeout(patience)
  clearTimeout(again)
  clearInterval(poll)
  poll = undefined
  client?.close()
  client = undefined
  underWay = new Set()
}

function missed() {
  for (const channel of handlers.keys()) tell(channel, { kind: 'missed' })
}

function tell(channel: string, message: LiveMessage) {
  for (const handler of handlers.get(channel) ?? []) handler(message)
}

export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [8, 4, 4, 4, 12]
    .reduce<[string[], number]>(
      ([parts, at], length) => [[...parts, hex.slice(at, at + length)], at + length],
      [[], 0]
    )[0]
    .join('-')
}
