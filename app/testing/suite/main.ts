import { test } from '@japa/runner'
import { CONDUCT } from './checks/conduct.ts'
import { FILES } from './checks/files.ts'
import { FILLED } from './checks/filled.ts'
import { MACHINERY } from './checks/machinery.ts'
import { PAYLOADS } from './checks/payloads.ts'
import { PERMISSIONS } from './checks/permissions.ts'
import { RENDERING } from './checks/rendering.ts'
import { STRINGS } from './checks/strings.ts'
import { SWITCHING } from './checks/switching.ts'
import { TABLES } from './checks/tables.ts'
import { TENANCY } from './checks/tenancy.ts'
import type { ModuleCheck, SuiteOptions } from './check.ts'
import type { ModuleManifest } from '../../modules/manifest.ts'
import { ModuleUnderTest } from './module_under_test.ts'
import { asking } from './requests.ts'

/** Every check of the suite, in the order in which they run. */
export const CHECKS: ModuleCheck[] = [
  ...CONDUCT,
  ...FILES,
  ...PERMISSIONS,
  ...STRINGS,
  ...PAYLOADS,
  ...TABLES,
  ...FILLED,
  ...TENANCY,
  ...MACHINERY,
  ...SWITCHING,
  ...RENDERING,
]

/**
 * Adds the tests that hold for every module to the functional suite of a module: write
 * `defineModuleSuite(manifest)` in `tests/functional/suite.spec.ts`. Each failure says what to do.
 *
 * @param options.fill makes a few records, so that the checks between organisations have something to look for
 */
export function defineModuleSuite(manifest: ModuleManifest, options: SuiteOptions = {}) {
  test.group(`Module ${manifest.id}`, () => {
    let module: ModuleUnderTest | undefined
    for (const check of CHECKS) {
      test(check.title, async ({ assert, client }) => {
        module ??= await ModuleUnderTest.installed(manifest.id, options, asking(client))
        assert.deepEqual(await check.run(module), [], check.id)
      }).timeout(120_000)
    }
  })
}

export type { ModuleCheck, SuiteOptions } from './check.ts'
export { ModuleUnderTest } from './module_under_test.ts'
