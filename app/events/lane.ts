/**
 * Takes turns for organisations, a few at a time, one turn of each at once. An organisation that is called while it
 * has its turn gets another one.
 */
export class Lane {
  readonly #waiting = new Set<string>()
  readonly #running = new Map<string, Promise<void>>()
  #stopping = false

  /** @param turn does some work for an organisation; whether there is more */
  constructor(
    private turn: (organisationId: string) => Promise<boolean>,
    private width: number,
    private onError: (error: unknown, organisationId: string) => void
  ) {}

  get stopping() {
    return this.#stopping
  }

  call(organisationId: string) {
    if (this.#stopping) return
    this.#waiting.add(organisationId)
    this.#fill()
  }

  /** Lets the turns that are underway end; there is no further one. */
  async stop() {
    this.#stopping = true
    this.#waiting.clear()
    await Promise.all(this.#running.values())
  }

  #fill() {
    for (const id of this.#waiting) {
      if (this.#running.size >= this.width) return
      if (this.#running.has(id)) continue
      this.#waiting.delete(id)
      this.#running.set(id, this.#take(id))
    }
  }

  async #take(id: string) {
    try {
      if ((await this.turn(id)) && !this.#stopping) this.#waiting.add(id)
    } catch (error) {
      this.onError(error, id)
    } finally {
      this.#running.delete(id)
      this.#fill()
    }
  }
}
