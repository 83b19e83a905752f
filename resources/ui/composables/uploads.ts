import type { AttachmentView } from '@karkhana/kernel/pages'
import { reactive } from 'vue'
import { ask } from './ask.ts'
import { compressPicture } from './compress_picture.ts'
import { recordPath, type RecordName } from './use_timeline.ts'

/** A file on its way to a record. It goes on while people look at other pages. */
export interface Sending {
  key: string
  name: string
  /** Address of the picture itself, until the server has a small one; `null` of what is no picture. */
  preview: string | null
  state: 'waiting' | 'sending' | 'finishing' | 'failed'
  /** 0 to 100. */
  percent: number
  problem: string | null
}

interface Announced {
  id: string
  partBytes: number
  parts: number
  received: number[]
}

interface Job extends Sending {
  record: RecordName
  file: File
  content: Blob | null
  announced: Announced | null
  stop: AbortController
  kept: (file: AttachmentView) => void
}

/** How many files are sent at the same time. */
const AT_ONCE = 2
/** Attempts of one request, with a growing pause between them. */
const ATTEMPTS = 5

const jobs = reactive<Job[]>([])
let running = 0
let counter = 0

const keyOf = ({ table, id }: RecordName) => `${table}/${id}`

/** The files that are on their way to a record. */
export const sendingTo = (record: RecordName): Sending[] =>
  jobs.filter((job) => keyOf(job.record) === keyOf(record))

/** Sends files to a record, one after the other. `kept` is told of each that has arrived. */
export function sendFiles(record: RecordName, files: File[], kept: Job['kept']): void {
  for (const file of files) {
    jobs.push({
      key: `upload-${++counter}`,
      name: file.name || 'photo.jpg',
      preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
      state: 'waiting',
      percent: 0,
      problem: null,
      record,
      file,
      content: null,
      announced: null,
      stop: new AbortController(),
      kept,
    })
  }
  next()
}

/** Goes on with a file that failed, with the parts that have not arrived. */
export function sendAgain(key: string): void {
  const job = jobs.find((each) => each.key === key)
  if (!job || job.state !== 'failed') return
  Object.assign(job, { state: 'waiting', problem: null, stop: new AbortController() })
  next()
}

/** Stops sending a file and forgets it. */
export function cancelSending(key: string): void {
  const job = jobs.find((each) => each.key === key)
  job?.stop.abort()
  forget(key)
}

function forget(key: string) {
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
    void run(job).finally(() => {
      running--
      next()
    })
  }
}

async function run(job: Job) {
  const base = `${recordPath(job.record)}/files`
  const { signal } = job.stop
  try {
    job.content ??= await compressPicture(job.file)
    const content = job.content
    job.announced = job.announced
      ? await trying(
          () => ask<Announced>(`${base}/${job.announced!.id}/upload`, { signal }),
          signal
        )
      : await trying(
          () => ask<Announced>(base, { body: { name: job.name, bytes: content.size }, signal }),
          signal
        )
    const { id, parts, partBytes, received } = job.announced
    const left = [...Array(parts).keys()].filter((part) => !received.includes(part))
    for (const part of left) {
      const body = content.slice(part * partBytes, (part + 1) * partBytes, OCTETS)
      await trying(
        () => ask(`${base}/${id}/parts/${part}`, { method: 'PUT', body, signal }),
        signal
      )
      job.percent = Math.round(((parts - left.length + left.indexOf(part) + 1) / parts) * 100)
    }
    job.state = 'finishing'
    const kept = await trying(
      () => ask<AttachmentView>(`${base}/${id}/finish`, { method: 'POST', signal }),
      signal
    )
    forget(job.key)
    job.kept(kept)
  } catch (error) {
    if (signal.aborted) return
    // a file that was refused is gone from the server as well
    if (error instanceof Error && isRefusal(error)) job.announced = null
    Object.assign(job, { state: 'failed', problem: (error as Error).message })
  }
}

const OCTETS = 'application/octet-stream'

/** Asks again when the network or the server gave way; what was refused stays refused. */
async function trying<Answer>(
  request: () => Promise<Answer>,
  signal: AbortSignal
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request()
    } catch (error) {
      if (signal.aborted || isRefusal(error as Error) || attempt === ATTEMPTS) throw error
      await pause(attempt * attempt * 500)
    }
  }
}

const isRefusal = (error: Error) => {
  const { status } = error as { status?: number }
  return status !== undefined && status < 500 && status !== 429
}

/** Waits, and without a network until there is one again. */
async function pause(milliseconds: number) {
  await new Promise((done) => setTimeout(done, milliseconds))
  if (navigator.onLine) return
  await new Promise((done) => window.addEventListener('online', done, { once: true }))
}
