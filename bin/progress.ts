/** Steps shorter than this are not announced. */
const QUIET_MS = 1000

/** A long step says how long it has been running so often. */
const TICK_MS = 10_000

/** Runs the steps of a start, shows the long ones while they run, and remembers how long each took. */
export class Progress {
  readonly #started = Date.now()
  readonly #durations: { label: string; ms: number }[] = []
  readonly #write: (line: string) => void

  constructor(write: (line: string) => void = console.log) {
    this.#write = write
  }

  /**
   * Runs one step; steps may run side by side.
   *
   * @param announcement what is going on, for a step that takes noticeable time
   */
  async run<T>(label: string, announcement: string, work: () => Promise<T>): Promise<T> {
    const started = Date.now()
    let announced = false
    const announce = () => {
      this.#write(
        announced ? `${announcement} … ${seconds(Date.now() - started)}` : `${announcement} …`
      )
      announced = true
      timer = setTimeout(announce, TICK_MS)
    }
    let timer = setTimeout(announce, QUIET_MS)
    try {
      const result = await work()
      if (announced) this.#write(`${announcement} … done in ${seconds(Date.now() - started)}`)
      return result
    } finally {
      clearTimeout(timer)
      this.#durations.push({ label, ms: Date.now() - started })
    }
  }

  /** Time since the beginning, for people. */
  get total(): string {
    return seconds(Date.now() - this.#started)
  }

  /** All steps with their times on one line. */
  get summary(): string {
    return this.#durations.map(({ label, ms }) => `${label} ${seconds(ms)}`).join(' · ')
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
