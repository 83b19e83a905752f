const MINUTE = 60_000

/**
 * Lets so many messages a minute through and gives the others a turn: who comes back in their turn goes. Counts for one
 * process; two workers let twice as many through.
 */
export class Turns {
  /** When the last messages went or will go, milliseconds, ascending. */
  #times: number[] = []
  readonly #given = new Map<string, number>()

  constructor(private readonly perMinute: number) {}

  /** Milliseconds to wait before the message of this key may go; 0 for now. */
  take(key: string, now: number): number {
    const given = this.#given.get(key)
    if (given !== undefined) {
      if (given > now) return given - now
      this.#given.delete(key)
      return 0
    }
    const [first] = this.#times
    const full = this.#times.length >= this.perMinute
    const turn = Math.max(now, this.#times.at(-1) ?? 0, full ? first + MINUTE : 0)
    this.#times = [...this.#times, turn].slice(-this.perMinute)
    if (turn <= now) return 0
    this.#given.set(key, turn)
    return turn - now
  }
}
