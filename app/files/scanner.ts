import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { KarkhanaError } from '../errors.ts'
import { ensureOutside } from '../outside/ensure_outside.ts'

/** What a scanner says of a file. */
export type Verdict = { clean: true } | { clean: false; found: string }

/** A program that looks for viruses. */
export interface FileScanner {
  /** @throws ScannerError when it gives no answer */
  scan(content: Readable): Promise<Verdict>
}

/** The virus scanner gave no answer; the file waits and is asked about again. */
export class ScannerError extends KarkhanaError {
  constructor(reason: string, cause?: unknown) {
    super('E_FILE_SCANNER', 503, `The virus scanner gave no answer: ${reason}`, {
      next: 'Files wait meanwhile. Administrators: look at the service behind CLAMAV_URL.',
      cause,
    })
  }
}

const CHUNK = 64 * 1024

/** clamd, spoken to over TCP by its INSTREAM command. */
export class ClamdScanner implements FileScanner {
  constructor(
    private readonly address: { host: string; port: number },
    /** Milliseconds without a word from it. */
    private readonly idleMs = 60_000
  ) {}

  async scan(content: Readable): Promise<Verdict> {
    ensureOutside('The virus scanner')
    const answer = await this.#ask(content).catch((error: unknown) => {
      throw error instanceof ScannerError
        ? error
        : new ScannerError((error as Error).message, error)
    })
    if (/^stream: OK$/.test(answer)) return { clean: true }
    const [, found] = /^stream: (.+) FOUND$/.exec(answer) ?? []
    if (found) return { clean: false, found }
    throw new ScannerError(answer || 'an empty answer')
  }

  async #ask(content: Readable): Promise<string> {
    const socket = connect(this.address)
    try {
      const chunks: Buffer[] = []
      const answered = new Promise<string>((resolve, reject) => {
        socket.setTimeout(this.idleMs, () => reject(new ScannerError('it was silent for too long')))
        socket.once('error', reject)
        socket.on('data', (chunk) => chunks.push(chunk))
        socket.once('close', () =>
          resolve(Buffer.concat(chunks).toString('utf8').replace(/\0$/, '').trim())
        )
      })
      // It may answer before everything was sent; what is then not taken is no fault
      const sent = this.#send(socket, content).catch((error: unknown) => {
        if (chunks.length === 0) throw error
      })
      await Promise.race([answered, sent])
      return await answered
    } finally {
      socket.destroy()
      content.destroy()
    }
  }

  async #send(socket: ReturnType<typeof connect>, content: Readable) {
    const write = (data: Buffer | string) =>
      new Promise<void>((resolve, reject) => {
        socket.write(data, (error) => (error ? reject(error) : resolve()))
      })
    await write('zINSTREAM\0')
    for await (const bytes of content as AsyncIterable<Buffer>) {
      for (let from = 0; from < bytes.length; from += CHUNK) {
        const part = bytes.subarray(from, from + CHUNK)
        const size = Buffer.alloc(4)
        size.writeUInt32BE(part.length)
        await write(Buffer.concat([size, part]))
      }
    }
    await write(Buffer.alloc(4))
  }
}

let fake: FileScanner | null | undefined

/**
 * The scanner of this deployment, `null` when `CLAMAV_URL` names none.
 * @throws Error when it is no address of one
 */
export function fileScanner(): FileScanner | null {
  if (fake !== undefined) return fake
  const address = process.env.CLAMAV_URL
  return address ? scannerAt(address) : null
}

/**
 * The scanner behind an address like `tcp://127.0.0.1:3310`.
 * @throws Error when it is written in another way
 */
export function scannerAt(address: string): ClamdScanner {
  const { protocol, hostname, port } = new URL(address)
  if (protocol !== 'tcp:') throw new Error('CLAMAV_URL is written tcp://host:3310')
  return new ClamdScanner({ host: hostname, port: Number(port || 3310) })
}

/** Stands in for the scanner until it is called with `undefined`. For tests. */
export function fakeScanner(scanner: FileScanner | null | undefined) {
  fake = scanner
}
