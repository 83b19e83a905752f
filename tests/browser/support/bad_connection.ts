import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright'

/** What is asked for by a page or its code. Scripts, styles and pictures come as fast as they are. */
const HELD = ['Document', 'XHR', 'Fetch'] as const

/** Asked for once and answered for as long as the page is open. */
const STREAM = '/__transmit/events'

/** How bad the connection and the device of every window are. */
export interface BadConnection {
  /** Most milliseconds that a request, and then its answer, is held back. */
  jitter: number
  /** How many times slower the processor is. */
  slow: number
  /** The same seed holds the same request back for as long, whatever else is asked for. */
  seed: number
}

/**
 * `BROWSER_JITTER=300 BROWSER_SLOW=4 npm test -- browser --files="…"` shows what depends on the order of answers;
 * `BROWSER_SEED` repeats a run.
 * @returns null when neither is set
 * @throws Error when one of them is no number
 */
export function badConnection(env = process.env): BadConnection | null {
  const number = (name: string) => {
    const value = Number(env[name] || 0)
    if (!(value >= 0)) throw new Error(`${name} is ${env[name]}; give a number such as 300`)
    return value
  }
  const [jitter, slow] = [number('BROWSER_JITTER'), number('BROWSER_SLOW')]
  if (!jitter && !slow) return null
  const seed = env.BROWSER_SEED ? number('BROWSER_SEED') : Math.floor(Math.random() * 2 ** 31)
  return { jitter, slow, seed }
}

/** Gives every window of this browser the bad connection, before anything is asked for in it. */
export function worsen(browser: Browser, bad: BadConnection): void {
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    const newPage = context.newPage.bind(context)
    context.newPage = async () => {
      const page = await newPage()
      await worsenPage(context, page, bad)
      return page
    }
    return context
  }
}

async function worsenPage(context: BrowserContext, page: Page, bad: BadConnection): Promise<void> {
  const devtools = await context.newCDPSession(page)
  if (bad.slow) await devtools.send('Emulation.setCPUThrottlingRate', { rate: bad.slow })
  if (!bad.jitter) return
  const asked = new Map<string, number>()
  devtools.on('Fetch.requestPaused', (paused) => {
    const { pathname } = new URL(paused.request.url)
    const stage = paused.responseStatusCode || paused.responseErrorReason ? 'answer' : 'request'
    const what = `${stage} ${paused.request.method} ${pathname}`
    const times = (asked.get(what) ?? 0) + 1
    asked.set(what, times)
    const held = pathname === STREAM ? 0 : bad.jitter * share(`${bad.seed} ${what} ${times}`)
    void letGo(devtools, paused.requestId, held)
  })
  const stages = ['Request', 'Response'] as const
  await devtools.send('Fetch.enable', {
    patterns: HELD.flatMap((resourceType) =>
      stages.map((requestStage) => ({ urlPattern: '*', resourceType, requestStage }) as const)
    ),
  })
}

async function letGo(devtools: CDPSession, requestId: string, held: number): Promise<void> {
  await sleep(held)
  // A page that was left or closed meanwhile waits for nothing any more.
  await devtools.send('Fetch.continueRequest', { requestId }).catch(() => undefined)
}

/** A number from 0 to 1 that is always the same for the same words. */
const share = (words: string) => createHash('sha1').update(words).digest().readUInt32BE() / 2 ** 32
