import { setTimeout as sleep } from 'node:timers/promises'
import type { Observer, Unfinished } from './observer.ts'

/** Milliseconds until everything that was begun has to be done. */
const PATIENCE = 240_000

/** How the work that was left when the last order had come in was done. */
export interface Drained {
  took: number
  problems: string[]
}

/** Waits until nothing is left to do. */
export async function drain(observer: Observer): Promise<Drained> {
  const began = performance.now()
  let left: Unfinished = {}
  let told = 0
  for (;;) {
    left = await observer.unfinished()
    const took = performance.now() - began
    const kinds = Object.entries(left)
    if (kinds.length === 0) return { took, problems: [] }
    if (took > PATIENCE) {
      return { took, problems: kinds.map(([kind, count]) => `${count} ${kind} left`) }
    }
    if (took > told + 10_000) {
      told = took
      console.log(`left: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`)
    }
    await sleep(100)
  }
}
