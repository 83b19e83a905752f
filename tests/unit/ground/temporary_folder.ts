import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from '@japa/runner/core'

/** A folder that is removed after the test, with the given files in it. */
export function temporaryFolder(test: TestContext, files: Record<string, string> = {}): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'karkhana-test-'))
  test.cleanup(() => fs.rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), content)
  }
  return folder
}
