/** Jobs per second. */
export interface Rates {
  /** Queued one by one, some at a time. */
  one: number
  /** Queued a thousand at a time. */
  many: number
  /** Taken and run, of those that were queued by the thousand. */
  run: number
  /** Both: queued by the thousand, then run. */
  whole: number
}

/** What is measured of a queue, whoever it is. */
export interface Measured {
  /** Queues one job. */
  send(): Promise<unknown>
  /** Queues many at once. */
  sendMany(count: number): Promise<unknown>
  /** Starts to take jobs, and calls `done` after each. @returns what stops it */
  work(done: () => void): Promise<() => Promise<unknown>>
}

/** Senders at a time. */
const SENDERS = 8
export const CONCURRENCY = 16

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** Measures one round; `fresh` makes a queue that nothing waits in. */
export async function measure(fresh: () => Promise<Measured>, jobs: number): Promise<Rates> {
  const first = await fresh()
  let left = Math.ceil(jobs / 4)
  const one = left
  const sending = await seconds(() =>
    Promise.all(
      Array.from({ length: SENDERS }, async () => {
        while (left-- > 0) await first.send()
      })
    )
  )
  const second = await fresh()
  const many = await seconds(async () => {
    for (let sent = 0; sent < jobs; sent += 1_000) {
      await second.sendMany(Math.min(1_000, jobs - sent))
    }
  })
  let stop: (() => Promise<unknown>) | undefined
  const run = await seconds(async () => {
    const all = Promise.withResolvers<void>()
    let count = 0
    stop = await second.work(() => {
      if (++count === jobs) all.resolve()
    })
    await all.promise
  })
  await stop?.()
  return { one: one / sending, many: jobs / many, run: jobs / run, whole: jobs / (many + run) }
}
