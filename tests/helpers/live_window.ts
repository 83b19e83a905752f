import { randomUUID } from 'node:crypto'
import { eventually } from './eventually.ts'
import type { Visitor } from './visitor.ts'

/** What a stream brought. */
export interface Heard {
  channel: string
  payload: { kind?: string; table?: string; people?: { name: string; editing: boolean }[] }
}

/** A window of somebody who is signed in, listening as the pages do. */
export class LiveWindow {
  readonly uid = randomUUID()
  readonly heard: Heard[] = []
  readonly #abort = new AbortController()
  ended = false

  constructor(
    private visitor: Visitor,
    private origin = process.env.APP_URL!
  ) {}

  /** Opens the stream. @returns the status of the answer */
  async open(): Promise<number> {
    const cookie = [...this.visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${this.origin}/__transmit/events?uid=${this.uid}`, {
      headers: { cookie, accept: 'text/event-stream' },
      redirect: 'manual',
      signal: this.#abort.signal,
    })
    if (response.status === 200) void this.#read(response.body!)
    return response.status
  }

  /** @returns the status of the answer */
  async listen(channel: string): Promise<number> {
    const { status } = await this.visitor.ask('/__transmit/subscribe', { uid: this.uid, channel })
    return status
  }

  /** Waits for a message that fits. @throws with all that was heard, when none comes */
  async hears(channel: string, fits: (payload: Heard['payload']) => boolean = () => true) {
    const found = () =>
      this.heard.find((each) => each.channel === channel && fits(each.payload))?.payload
    await eventually(`something is said on ${channel}`, () => Boolean(found())).catch(
      (error: Error) => {
        throw new Error(`${error.message}; heard ${JSON.stringify(this.heard)}`)
      }
    )
    return found()!
  }

  /** Waits until the server has ended the stream. */
  async ends(): Promise<void> {
    await eventually('the stream has ended', () => this.ended)
  }

  close() {
    this.#abort.abort()
  }

  async #read(body: ReadableStream<Uint8Array>) {
    let text = ''
    try {
      for await (const chunk of body) {
        text += Buffer.from(chunk).toString()
        const lines = text.split('\n')
        text = lines.pop()!
        for (const line of lines) {
          if (line.startsWith('data: ')) this.heard.push(JSON.parse(line.slice(6)) as Heard)
        }
      }
    } catch (error) {
      if (!this.#abort.signal.aborted && (error as Error).name !== 'TypeError') throw error
    }
    this.ended = true
  }
}
