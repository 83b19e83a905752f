import { AsyncLocalStorage } from 'node:async_hooks'
import type { Unit } from './unit.ts'

/** A transaction that holds every unit of one request; see `openRequestUnit`. */
export interface HeldUnit {
  /** The outermost unit, that of the request itself. */
  unit: Unit
  /** Ends when the unit before has ended: savepoints of one connection cannot overlap. */
  turn: Promise<void>
}

const storage = new AsyncLocalStorage<HeldUnit>()

/** The transaction of the current request, if it has one of its own. */
export function heldUnit(): HeldUnit | undefined {
  return storage.getStore()
}

/** @internal Runs `callback` so that what it opens becomes part of `held`. */
export function runHeld<T>(held: HeldUnit, callback: () => Promise<T>): Promise<T> {
  return storage.run(held, callback)
}

/** @internal Runs `callback` as if the request had no transaction. */
export function outsideHeld<T>(callback: () => Promise<T>): Promise<T> {
  return storage.exit(callback)
}

/** @internal Waits for its turn in `held`, then runs `callback`. */
export async function inTurn<T>(held: HeldUnit, callback: () => Promise<T>): Promise<T> {
  const before = held.turn
  const { promise, resolve } = Promise.withResolvers<void>()
  held.turn = promise
  await before
  try {
    return await callback()
  } finally {
    resolve()
  }
}
