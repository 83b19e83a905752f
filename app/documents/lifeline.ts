/**
 * What waits for a process that may die. Many short waits hang on one long life: a promise that is raced against again
 * and again would keep the outcome of every race until it settles, and a browser lives for a thousand prints.
 */
export class Lifeline {
  readonly #waiting = new Set<(error: Error) => void>()
  #ended: Error | undefined

  /** The outcome of the work, or the end of the life, whichever comes first; nothing is kept of it afterwards. */
  async hold<T>(work: Promise<T>): Promise<T> {
    if (this.#ended) {
      work.catch(() => undefined)
      throw this.#ended
    }
    const { promise, reject } = Promise.withResolvers<never>()
    this.#waiting.add(reject)
    try {
      return await Promise.race([work, promise])
    } finally {
      this.#waiting.delete(reject)
    }
  }

  /** Works that wait at this moment. */
  get waiting() {
    return this.#waiting.size
  }

  /** Ends every wait of now and of later with the error. */
  end(error: Error) {
    this.#ended ??= error
    for (const reject of this.#waiting) reject(this.#ended)
  }
}
