import { test } from '@japa/runner'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { BrowserPool, type BrowserPoolOptions } from '../../../app/documents/browser_pool.ts'
import { readPdf } from './pdf_reader.ts'

const HUGE = `<table>${'<tr><td>one</td><td>two</td></tr>'.repeat(60_000)}</table>`

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function ends(pid: number, within = 10_000): Promise<boolean> {
  for (const start = Date.now(); Date.now() - start < within;) {
    if (!isRunning(pid)) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

test.group('Browser pool', (group) => {
  group.each.timeout(60_000)

  function openPool(cleanup: (close: () => Promise<void>) => void, options?: BrowserPoolOptions) {
    const pool = new BrowserPool(options)
    cleanup(() => pool.close())
    const print = (text: string, timeout = 15_000) =>
      pool.use(timeout, (page) => page.print(`<p>${text}</p>`, {}))
    return { pool, print }
  }

  test('a browser killed between two prints is replaced', async ({ assert, cleanup }) => {
    const { pool, print } = openPool(cleanup)
    await print('first')
    const pid = (await pool.processId())!
    process.kill(pid, 'SIGKILL')
    assert.isTrue(await ends(pid))

    const pdf = await readPdf(await print('second'))
    assert.include(pdf.pages[0], 'second')
    assert.notEqual(await pool.processId(), pid)
  })

  test('a browser killed under the work costs no document', async ({ assert, cleanup }) => {
    const { pool, print } = openPool(cleanup)
    await pool.warm()
    const pid = (await pool.processId())!
    const prints = Array.from({ length: 8 }, (_, index) =>
      print(`paper-${index} ${HUGE.slice(0, 30_000)}`)
    )
    setTimeout(() => process.kill(pid, 'SIGKILL'), 60)

    for (const [index, file] of (await Promise.all(prints)).entries()) {
      assert.include((await readPdf(file)).pages[0], `paper-${index}`)
    }
    assert.isFalse(isRunning(pid))
  })

  test('a document that takes too long fails, and the next one prints', async ({
    assert,
    cleanup,
  }) => {
    const { pool, print } = openPool(cleanup, { pages: 1 })
    await pool.warm()
    const start = performance.now()
    await assert.rejects(() => print(HUGE, 150), /longer than 150 ms/)
    assert.isBelow(performance.now() - start, 2_000)

    assert.include((await readPdf(await print('next'))).pages[0], 'next')
  })

  test('waiting for a page counts towards the time a document may take', async ({
    assert,
    cleanup,
  }) => {
    const { pool, print } = openPool(cleanup, { pages: 1 })
    await pool.warm()
    const slow = print(HUGE, 1_500).catch((error: { code: string }) => error.code)
    await assert.rejects(() => print('waiting', 100), /longer than 100 ms/)
    await slow
    assert.include((await readPdf(await print('later'))).pages[0], 'later')
  })

  test('answers busy when too many documents wait', async ({ assert, cleanup }) => {
    const { pool, print } = openPool(cleanup, { pages: 1, queue: 2 })
    await pool.warm()
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((number) => print(`no ${number}`)))

    const codes = results.map((result) =>
      result.status === 'rejected' ? result.reason.code : 'ok'
    )
    assert.deepEqual(codes, ['ok', 'ok', 'ok', 'E_PDF_BUSY', 'E_PDF_BUSY'])
    assert.include((await readPdf(await print('free again'))).pages[0], 'free again')
  })

  test('a browser is replaced after its number of prints, and ends', async ({
    assert,
    cleanup,
  }) => {
    const { pool, print } = openPool(cleanup, { pages: 2, recycleAfter: 3 })
    await pool.warm()
    const first = (await pool.processId())!
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map((number) => print(`no ${number}`)))

    assert.isTrue(await ends(first))
    assert.notEqual(await pool.processId(), first)
  })

  test('closing ends the browser and refuses what waits; a later print starts anew', async ({
    assert,
    cleanup,
  }) => {
    const { pool, print } = openPool(cleanup, { pages: 1 })
    await print('first')
    const pid = (await pool.processId())!
    const prints = Promise.allSettled([print(HUGE), print('waiting')])
    await new Promise((resolve) => setTimeout(resolve, 50))
    await pool.close()

    assert.isTrue(await ends(pid, 1_000))
    for (const result of await prints) assert.equal(result.status, 'rejected')
    assert.isNull(await pool.processId())
    assert.include((await readPdf(await print('again'))).pages[0], 'again')
  })

  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT'] as const) {
    test(`no browser outlives a process that ends by ${signal}`, async ({ assert }) => {
      const script = fileURLToPath(new URL('./keep_browser.ts', import.meta.url))
      const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const pid = Number(line.toString().trim())
      assert.isTrue(isRunning(pid))

      child.kill(signal)
      await once(child, 'exit')
      assert.isTrue(await ends(pid))
    })
  }
})
