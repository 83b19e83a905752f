import { AsyncLocalStorage } from 'node:async_hooks'
import type { Unit } from './unit.ts'

/**
 * Follows the writing transactions of one request, each of which commits by itself: what has to hold in every one of
 * them, and whether there was one.
 */
export interface UnitWatch {
  organisationId: string
  /** First in each transaction. */
  opened(unit: Unit): Promise<void>
  /** Last in each transaction, before its commit. */
  closing(unit: Unit): Promise<void>
  /** After the commit. */
  committed(): void
}

const storage = new AsyncLocalStorage<UnitWatch>()

/** Who follows the units of an organisation here, if somebody does. */
export function unitWatch(organisationId: string): UnitWatch | undefined {
  const watch = storage.getStore()
  return watch?.organisationId === organisationId ? watch : undefined
}

/** @internal Runs `callback` with its units followed. */
export function runWatched<T>(watch: UnitWatch, callback: () => Promise<T>): Promise<T> {
  return storage.run(watch, callback)
}

/** @internal Runs `callback` with nobody following. */
export function unwatched<T>(callback: () => Promise<T>): Promise<T> {
  return storage.exit(callback)
}
