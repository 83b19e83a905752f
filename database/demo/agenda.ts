import type { DateTime } from 'luxon'

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

  async play() {
    while (this.#entries.length > 0) {
      this.#entries.sort((a, b) => a.at.toMillis() - b.at.toMillis() || a.order - b.order)
      const next = this.#entries.shift()!
      this.clock.now = next.at.toUTC()
      await next.run()
    }
  }
}
