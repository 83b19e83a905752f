import { test } from '@japa/runner'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const BUNDLED = new URL('../../../app/documents/bundled_browser.ts', import.meta.url).href
const PATH = new URL('../../../app/documents/browser_path.ts', import.meta.url).href

function evaluate(code: string, env: Record<string, string> = {}) {
  return run(
    process.execPath,
    ['--import=./bin/setup/typescript.mjs', '--input-type=module', '--eval', code],
    { env: { ...process.env, ...env } }
  )
}

test.group('Browser program', () => {
  test('processes that unpack it at the same time all get a working one', async ({
    assert,
    cleanup,
  }) => {
    const cache = await mkdtemp(join(tmpdir(), 'karkhana-browser-'))
    cleanup(() => rm(cache, { recursive: true }))
    const code = `import { bundledBrowser } from '${BUNDLED}'; console.log(await bundledBrowser(process.env.CACHE))`
    const found = await Promise.all([1, 2, 3].map(() => evaluate(code, { CACHE: cache })))

    const paths = new Set(found.map(({ stdout }) => stdout.trim()))
    assert.lengthOf([...paths], 1)
    assert.match((await run([...paths][0], ['--version'])).stdout, /Chrom/)
    assert.lengthOf(await readdir(cache), 1)
  })
    .timeout(90_000)
    .skip(process.platform !== 'linux' || process.arch !== 'x64', 'the bundle is for Linux on x64')

  test('a BROWSER_PATH that does not start is reported with the next step', async ({ assert }) => {
    const code = `import { browserExecutable } from '${PATH}'
      await browserExecutable().catch((error) => console.log(JSON.stringify({ code: error.code, message: error.message, next: error.next })))`
    const { stdout } = await evaluate(code, { BROWSER_PATH: '/nowhere/chromium' })
    const error = JSON.parse(stdout) as Record<string, string>

    assert.equal(error.code, 'E_BROWSER_MISSING')
    assert.include(error.message, '/nowhere/chromium')
    assert.include(error.next, 'BROWSER_PATH')
  }).timeout(30_000)
})
