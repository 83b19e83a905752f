import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two looks, and until waiting ends. */
const EVERY = 50
const PATIENCE = 30_000

/**
 * Waits for what processes of their own do.
 * @throws when `holds` has not become true: `what` says what was waited for
 */
export async function eventually(what: string, holds: () => Promise<boolean> | boolean) {
  const end = Date.now() + PATIENCE
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`In vain was waited until ${what}`)
    await sleep(EVERY)
  }
}
