import type { AttachmentView } from '@karkhana/kernel/pages'
import { reactive } from 'vue'
import { ask } from './ask.ts'
import { compressPicture } from './compress_picture.ts'
import { dropUpload, keepUpload, keptUploads } from './upload_store.ts'
import { recordPath, type RecordName } from './use_timeline.ts'

/** A file on its way to a record. It goes on while people look at other pages, and after the page was closed. */
export interface Sending {
  key: string
  name: string
  /** Address of the picture itself, until the server has a small one; `null` of what is no picture. */
  preview: string | null
  /** `stalled`: there is no connection; it goes on by itself. */
  state: 'waiting' | 'sending' | 'stalled' | 'finishing' | 'failed'
  /** 0 to 100. */
  percent: number
  problem: string | null
}

interface Announced {
  id: string
  partBytes: number
  parts: number
  received: number[]
  done: boolean
}

interface Job extends Sending {
  owner: string
  record: RecordName
  content: Blob
  /** Whether `content` is what is sent; a photo is made smaller first. */
  ready: boolean
  /** Id at the server, once it was announced. */
  announced: string | null
  stop: AbortController
}

/** How many files are sent at the same time. */
const AT_ONCE = 2
/** Attempts of a request that the server does not answer well, with a growing pause between them. */
const ATTEMPTS = 6
/** Milliseconds after which a request counts as lost: 512 KB on the weakest line that is worth it. */
const PATIENCE = 120_000
/** The longest pause, in milliseconds. */
const PAUSE = 30_000

const jobs = reactive<Job[]>([])
const arrived = reactive(new Map<string, number>())
let running = 0

const keyOf = ({ table, id }: RecordName) => `${table}/${id}`

/** The files that are on their way to a record. */
export const sendingTo = (record: RecordName): Sending[] =>
  jobs.filter((job) => keyOf(job.record) === keyOf(record))

/** How many files have arrived at a record since the page was opened; reactive. */
export const arrivedAt = (record: RecordName): number => arrived.get(keyOf(record)) ?? 0

/** Sends files to a record, one after the other. `owner` names the person and the organisation. */
export function sendFiles(owner: string, record: RecordName, files: File[]): void {
  for (const file of files) {
    const job = jobOf({
      key: `${Date.now()}-${Math.random().toString(36).slice(2)}`,
      owner,
      record: { ...record },
      name: file.name || 'photo.jpg',
      content: file,
      ready: false,
      announced: null,
    })
    jobs.push(job)
    void remember(job)
  }
  next()
}

/** Goes on with files of the same person that a page of before has not finished. */
export async function resumeSending(owner: string): Promise<void> {
  for (const kept of await keptUploads(owner)) {
    if (!jobs.some(({ key }) => key === kept.key)) jobs.push(jobOf(kept))
  }
  next()
}

/** Goes on with a file that failed, with the parts that have not arrived. */
export function sendAgain(key: string): void {
  const job = jobs.find((each) => each.key === key)
  if (!job || job.state !== 'failed') return
  Object.assign(job, { state: 'waiting', problem: null, stop: new AbortController() })
  void remember(job)
  next()
}

/** Stops sending a file and forgets it. */
export function cancelSending(key: string): void {
  const job = jobs.find((each) => each.key === key)
  job?.stop.abort()
  if (job?.announced) {
    const path = `${recordPath(job.record)}/files/${job.announced}/upload`
    // What stays at the server is forgotten there after some days
    ask(path, { method: 'DELETE' }).catch(() => undefined)
  }
  forget(key)
}

type Kept = Pick<Job, 'key' | 'owner' | 'record' | 'name' | 'content' | 'ready' | 'announced'>

function jobOf(kept: Kept): Job {
  const { content } = kept
  return {
    ...kept,
    preview: content.type.startsWith('image/') ? URL.createObjectURL(content) : null,
    state: 'waiting',
    percent: 0,
    problem: null,
    stop: new AbortController(),
  }
}

function remember({ key, owner, record, name, content, ready, announced }: Job): Promise<void> {
  return keepUpload({ key, owner, record: { ...record }, name, content, ready, announced })
}

function forget(key: string) {
  void dropUpload(key)
  const index = jobs.findIndex((job) => job.key === key)
  if (index < 0) return
  const [job] = jobs.splice(index, 1)
  if (job?.preview) URL.revokeObjectURL(job.preview)
}

function next() {
  while (running < AT_ONCE) {
    const job = jobs.find(({ state }) => state === 'waiting')
    if (!job) return
    running++
    job.state = 'sending'
    void alone(job.key, () => run(job)).finally(() => {
      running--
      next()
    })
  }
}

/** Another window of the same browser may be sending it: then it is not shown twice, nor sent twice. */
async function alone(key: string, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request(`karkhana-upload-${key}`, { ifAvailable: true }, async (lock) => {
    if (lock) return work()
    const index = jobs.findIndex((job) => job.key === key)
    if (index >= 0) jobs.splice(index, 1)
  })
}

async function run(job: Job) {
  const base = `${recordPath(job.record)}/files`
  try {
    if (!job.ready) {
      job.content = await compressPicture(job.content as File)
      job.ready = true
      await remember(job)
    }
    const { id, parts, partBytes, received, done } = await announce(job, base)
    const left = [...Array(parts).keys()].filter((part) => !received.includes(part))
    job.percent = Math.round(((parts - left.length) / parts) * 100)
    for (const [at, part] of done ? [] : left.entries()) {
      const body = job.content.slice(part * partBytes, (part + 1) * partBytes, OCTETS)
      await trying(job, (signal) =>
        ask(`${base}/${id}/parts/${part}`, { method: 'PUT', body, signal })
      )
      job.percent = Math.round(((parts - left.length + at + 1) / parts) * 100)
    }
    job.state = 'finishing'
    await trying(job, (signal) =>
      ask<AttachmentView>(`${base}/${id}/finish`, { method: 'POST', signal })
    )
    forget(job.key)
    arrived.set(keyOf(job.record), arrivedAt(job.record) + 1)
  } catch (error) {
    if (job.stop.signal.aborted) return
    if (isRefusal(error)) {
      // What was refused is gone from the server as well, and would be refused again by itself
      job.announced = null
      void dropUpload(job.key)
    }
    Object.assign(job, { state: 'failed', problem: (error as Error).message })
  }
}

/** How far the server has it; announces it when the server does not know it, or not any more. */
async function announce(job: Job, base: string): Promise<Announced> {
  if (job.announced) {
    const path = `${base}/${job.announced}/upload`
    const known = await trying(job, (signal) => ask<Announced>(path, { signal })).catch(
      (error: unknown) => {
        if ((error as { status?: number }).status === 404) return null
        throw error
      }
    )
    if (known) return known
  }
  const body = { name: job.name, bytes: job.content.size }
  const announced = await trying(job, (signal) => ask<Announced>(base, { body, signal }))
  job.announced = announced.id
  await remember(job)
  return announced
}

const OCTETS = 'application/octet-stream'

/**
 * Asks again when the network or the server gave way; what was refused stays refused. Without a network it waits for
 * one, however long that takes.
 */
async function trying<Answer>(
  job: Job,
  request: (signal: AbortSignal) => Promise<Answer>
): Promise<Answer> {
  const { signal: stop } = job.stop
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await request(AbortSignal.any([stop, AbortSignal.timeout(PATIENCE)]))
      if (job.state === 'stalled') job.state = 'sending'
      return answer
    } catch (error) {
      const answered = (error as { status?: number }).status !== undefined
      if (stop.aborted || isRefusal(error) || (answered && attempt >= ATTEMPTS)) throw error
      if (!answered) job.state = 'stalled'
      await pause(Math.min(attempt * attempt * 500, PAUSE), stop)
    }
  }
}

const isRefusal = (error: unknown) => {
  const { status } = error as { status?: number }
  return status !== undefined && status < 500 && status !== 429 && status !== 401
}

/** Waits; less when a network comes back meanwhile, or nobody wants the file any more. */
async function pause(milliseconds: number, stop: AbortSignal) {
  await new Promise<void>((done) => {
    const end = () => {
      clearTimeout(timer)
      window.removeEventListener('online', end)
      stop.removeEventListener('abort', end)
      done()
    }
    const timer = setTimeout(end, milliseconds)
    window.addEventListener('online', end)
    stop.addEventListener('abort', end)
  })
}
