import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Sale } from './sale.ts'

/** Organisation and customer, as the script takes them. */
const partiesOf = ({ scope, contactId }: Sale) => [scope.organisationId, contactId]

const SCRIPT = fileURLToPath(new URL('./post_until_killed.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

/** A process that sells, from its start to its violent end. */
export class Poster {
  readonly #child: ChildProcess
  readonly #ended: Promise<[number | null, NodeJS.Signals | null]>
  #output = ''
  #complaints = ''

  /** By this name PostgreSQL knows its connections. */
  constructor(
    readonly name: string,
    sale: Sale,
    rehearsal: Sale
  ) {
    const url = new URL(process.env.DATABASE_APP_URL!)
    url.searchParams.set('application_name', name)
    this.#child = spawn(
      process.execPath,
      ['--import=./bin/setup/typescript.mjs', SCRIPT, ...partiesOf(sale), ...partiesOf(rehearsal)],
      {
        cwd: ROOT,
        env: { ...process.env, DATABASE_APP_URL: url.href },
        stdio: ['pipe', 'pipe', 'pipe'],
      }
    )
    this.#child.stderr!.on('data', (chunk) => (this.#complaints += String(chunk)))
    this.#child.stdin!.on('error', (error) => (this.#complaints += error.message))
    this.#ended = once(this.#child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    this.#child.stdout!.on('data', (chunk) => (this.#output += String(chunk)))
  }

  /**
   * @returns milliseconds that its sales take, each with the others at work
   * @throws Error with what the process said, when it ends before it is ready
   */
  async ready(): Promise<number> {
    for (;;) {
      const pace = /^ready (\d+)$/m.exec(this.#output)?.[1]
      if (pace) return Number(pace)
      const [outcome] = await Promise.race([
        once(this.#child.stdout!, 'data'),
        this.#ended.then(() => ['ended']),
      ])
      if (outcome === 'ended') throw new Error(`${this.name} ended early: ${this.#complaints}`)
    }
  }

  begin() {
    this.#child.stdin!.write('go\n')
  }

  /**
   * `kill -9`.
   * @throws Error when it had already ended by itself
   */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    const [code, signal] = await this.#ended
    if (signal !== 'SIGKILL') {
      throw new Error(`${this.name} ended with ${code}: ${this.#complaints}`)
    }
  }

  /** Ends it in whatever state it is. */
  async discard(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}
