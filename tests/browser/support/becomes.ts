import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

/** Milliseconds between two readings, and until waiting ends. */
const EVERY = 50
const PATIENCE = 20_000

/**
 * Reads something of a page until it is what is wanted: what a reader would wait for, too.
 * @throws AssertionError with the last reading
 */
export async function becomes<Value>(
  read: () => Promise<Value>,
  wanted: NoInfer<Value>
): Promise<void> {
  const end = Date.now() + PATIENCE
  let found = await read()
  while (!isDeepStrictEqual(found, wanted) && Date.now() < end) {
    await sleep(EVERY)
    found = await read()
  }
  assert.deepEqual(found, wanted)
}
