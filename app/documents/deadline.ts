import { PdfFailedError } from './errors.ts'

/** The moment until which one document must be ready. */
export class Deadline {
  readonly #expired: Promise<never>
  readonly #timer: NodeJS.Timeout
  readonly #listeners: (() => void)[] = []
  passed = false

  constructor(milliseconds: number) {
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => {})
    this.#expired = promise
    this.#timer = setTimeout(() => {
      this.passed = true
      for (const listener of this.#listeners) listener()
      reject(new PdfFailedError(`it took longer than ${milliseconds} ms.`))
    }, milliseconds)
  }

  /**
   * Whichever comes first, one of the promises or the deadline.
   * @throws PdfFailedError
   */
  race<T>(promises: Promise<T>[]): Promise<T> {
    return Promise.race([...promises, this.#expired])
  }

  onPassed(listener: () => void) {
    this.#listeners.push(listener)
  }

  clear() {
    clearTimeout(this.#timer)
  }
}

/** Whether the promise settles, well or badly, within the given milliseconds. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), milliseconds)
  const settled = promise.then(
    () => true,
    () => true
  )
  try {
    return await Promise.race([settled, late])
  } finally {
    clearTimeout(timer)
  }
}
