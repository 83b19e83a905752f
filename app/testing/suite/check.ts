import type { ModuleManifest } from '../../modules/manifest.ts'
import type { Workshop } from '../workshop.ts'
import type { ModuleUnderTest } from './module_under_test.ts'

/** One thing that holds for every module. */
export interface ModuleCheck {
  /** Stable name: `tables.secured`. */
  id: string
  /** What holds, as a sentence; the title of the test. */
  title: string
  /** What is wrong, each a sentence that says what to do; empty when all is well. */
  run(module: ModuleUnderTest): Promise<string[]>
}

/** What an author tells the suite besides the manifest. */
export interface SuiteOptions {
  /** Makes a few records of the module, so that the tests have rows to look for. */
  fill?: (workshop: Workshop) => Promise<void>
}

export type { ModuleManifest }
