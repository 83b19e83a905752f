/**
 * Does together what is asked for one by one: what comes in while a batch is underway is the next batch. Nothing waits
 * for others when there are none.
 */
export class Batcher<Item, Answer> {
  #waiting: { item: Item; resolve(answer: Answer): void; reject(error: unknown): void }[] = []
  #busy = false

  /** @param work answers every item, in the order of the items */
  constructor(
    private work: (items: Item[]) => Promise<Answer[]>,
    private most = 200
  ) {}

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#busy) {
        this.#busy = true
        // What the same turn of the event loop brings comes along.
        setImmediate(() => void this.#run())
      }
    })
  }

  async #run() {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.most)
      try {
        const answers = await this.work(batch.map(({ item }) => item))
        batch.forEach(({ resolve }, index) => resolve(answers[index]))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#busy = false
  }
}
