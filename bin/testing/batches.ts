import fs from 'node:fs'
import path from 'node:path'
import { SECONDS, USUAL_SECONDS } from './weights.ts'

/** Suites in the order in which one process runs them. */
export const SUITE_NAMES = ['unit', 'functional', 'browser'] as const
export type SuiteName = (typeof SUITE_NAMES)[number]

/** Files of one suite that share a process and its database. */
export interface Batch {
  suite: SuiteName
  /** Relative to the root, with slashes. */
  files: string[]
  /** As long as it should take, to begin with the longest. */
  seconds: number
}

/**
 * Many small batches would start many processes; in few large ones the database fills up, and whatever looks at all
 * organisations gets slower with each file.
 */
const BATCH_SECONDS = 80

/** Where the tests of a suite are; modules and plugins bring their own. */
export function patternsOf(suite: SuiteName): string[] {
  return ['', 'modules/*/', 'plugins/*/'].map((owner) => `${owner}tests/${suite}/**/*.spec.ts`)
}

/**
 * Every test file in exactly one batch, the longest batch first.
 *
 * @param arrange in which order the files of a suite are dealt out, which decides who shares a batch with whom
 */
export function batchesOf(
  root: string,
  arrange = (files: string[]): readonly string[] => files
): Batch[] {
  return SUITE_NAMES.flatMap((suite) => pack(suite, arrange(specsOf(root, suite)))).sort(
    (a, b) => b.seconds - a.seconds
  )
}

/** Test files of a suite below `root`, sorted by their paths. */
export function specsOf(root: string, suite: SuiteName, patterns = patternsOf(suite)): string[] {
  return patterns
    .flatMap((pattern) => fs.globSync(pattern, { cwd: root }))
    .map((file) => file.split(path.sep).join('/'))
    .sort()
}

/** Each file goes where there is room first; one that fills a batch by itself has it alone. */
export function pack(suite: SuiteName, files: readonly string[]): Batch[] {
  const batches: Batch[] = []
  for (const file of files) {
    const seconds = SECONDS[file] ?? USUAL_SECONDS[suite]
    const roomy = batches.find((batch) => batch.seconds + seconds <= BATCH_SECONDS)
    if (roomy) {
      roomy.files.push(file)
      roomy.seconds += seconds
    } else {
      batches.push({ suite, files: [file], seconds })
    }
  }
  return batches
}
