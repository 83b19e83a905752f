import type { DateTime } from 'luxon'

/**
 * Few enough that the rows which every document touches (number series, balances) do not pile up versions within one
 * transaction, which each further update would have to walk.
 */
const STEPS_TOGETHER = 20

/** Something that happens in the demo at an instant. */
type Happening = () => Promise<void>

/**
 * Runs what happens in the order of time, whoever planned it, so that numbers and history follow the calendar.
 * What lies after `until` has not happened yet and is left out.
 */
export class Agenda {
  #entries: { at: DateTime; order: number; run: Happening }[] = []
  #order = 0

  constructor(
    readonly clock: { now: DateTime },
    readonly until: DateTime
  ) {}

  plan(at: DateTime, run: Happening) {
    if (at > this.until) return
    this.#entries.push({ at, order: this.#order++, run })
  }

  /** Runs everything, a handful at a time inside `together`: a commit for each step would take longer. */
  async play(together: (steps: () => Promise<void>) => Promise<void>) {
    while (this.#entries.length > 0) {
      await together(async () => {
        for (let step = 0; step < STEPS_TOGETHER && this.#entries.length > 0; step++) {
          await this.#next()
        }
      })
    }
  }

  async #next() {
    this.#entries.sort((a, b) => a.at.toMillis() - b.at.toMillis() || a.order - b.order)
    const next = this.#entries.shift()!
    this.clock.now = next.at.toUTC()
    await next.run()
  }
}
