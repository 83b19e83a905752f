import { createHash, randomInt } from 'node:crypto'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ShuffleSeedError } from '../errors.ts'
import { specsOf, type SuiteName } from './batches.ts'

/**
 * What `TEST_SHUFFLE` asks for: null to leave the files in the order of their names, otherwise the seed by which they
 * are shuffled. `random` draws one and writes it back, so that the processes of one run agree.
 *
 * @throws {ShuffleSeedError}
 */
export function shuffleSeed(env: NodeJS.ProcessEnv = process.env): number | null {
  const wanted = env.TEST_SHUFFLE
  if (!wanted) return null
  if (wanted === 'random') env.TEST_SHUFFLE = String(randomInt(1_000_000))
  else if (!/^\d{1,15}$/.test(wanted)) throw new ShuffleSeedError(wanted)
  return Number(env.TEST_SHUFFLE)
}

/** The same files in an order that follows from the seed alone: one file more or less moves none of the others. */
export function shuffled(files: readonly string[], seed: number): string[] {
  const keyOf = (file: string) => createHash('sha256').update(`${seed} ${file}`).digest('hex')
  return files
    .map((file) => ({ file, key: keyOf(file) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ file }) => file)
}

/**
 * What a suite runs, for Japa. It sorts what it is given by name, and keeps the order only of what a function answers.
 *
 * @param files patterns, or the files of a batch
 */
export function inOrder(
  root: string,
  suite: SuiteName,
  files: string[],
  seed: number | null
): string[] | (() => URL[]) {
  if (seed === null) return files
  return () => {
    const found = specsOf(root, suite, files)
    return shuffled(found, seed).map((file) => pathToFileURL(path.join(root, file)))
  }
}
