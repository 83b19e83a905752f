import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'

/** Milliseconds between two looks, and until waiting ends. */
const EVERY = 50
const PATIENCE = 20_000

/**
 * Waits until an expression is true in the page. It is asked from outside, again and again: pages refuse to evaluate
 * strings themselves (content security policy).
 */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await page.evaluate<boolean>(`Promise.resolve(${expression}).then(Boolean)`))) {
    if (Date.now() > end) throw new Error(`This did not become true in the page: ${expression}`)
    await sleep(EVERY)
  }
}
