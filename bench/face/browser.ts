import { chromium, type Browser, type BrowserContext, type Page } from 'playwright'
import { median, quantile } from './figures.ts'

/** How much slower than this machine the measured one is: a phone of the middle class. */
const SLOWER = 4
const DESK = { width: 1440, height: 900 }
const PATIENCE = 30_000

export interface Reader {
  url: string
  email: string
  password: string
  /** The program to look with, and what it must be started with. */
  browser: { path: string; args: string[] }
}

/**
 * Notes when the first rows of a list stand in the page, and the long tasks around them. A page is interactive at the
 * end of the last long task before half a second of rest.
 */
const WATCH_LIST = `
  window.longTasks = []
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries()
    .map((each) => each.startTime + each.duration))).observe({ type: 'longtask', buffered: true })
  const look = () => {
    if (document.querySelectorAll('main tbody tr').length < 10) return requestAnimationFrame(look)
    window.rowsAt = performance.now()
  }
  addEventListener('DOMContentLoaded', look)`
const INTERACTIVE_AT = `new Promise((resolve) => {
  const rest = () => {
    const last = Math.max(window.rowsAt, ...window.longTasks)
    if (performance.now() - last > 500) resolve(last)
    else setTimeout(rest, 50)
  }
  rest()
})`

/** Notes how long every key and click took until the next frame was painted; shorter ones than 16 ms are not told. */
const WATCH_INTERACTIONS = `
  window.interactions = new Map()
  new PerformanceObserver((list) => {
    for (const { interactionId: id, duration } of list.getEntries()) {
      if (id) window.interactions.set(id, Math.max(duration, window.interactions.get(id) ?? 0))
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })`

/** A Chromium with somebody signed in. Close it by `close`. */
export async function openBrowser({ url, email, password, browser: { path, args } }: Reader) {
  const browser = await chromium.launch({ executablePath: path, args })
  const context = await browser.newContext({ baseURL: url, viewport: DESK })
  const page = await context.newPage()
  await page.goto('/login')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password').first().fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((at) => at.pathname === '/', { timeout: PATIENCE })
  const storageState = await context.storageState()
  await context.close()
  return { browser, storageState, url }
}
type Opened = Awaited<ReturnType<typeof openBrowser>>

/**
 * Milliseconds from the request of the ticket list until it is interactive, on a slowed down processor and with an
 * empty cache, the median of so many visits.
 */
export async function firstListInteractive(opened: Opened, visits: number): Promise<number> {
  const times: number[] = []
  for (let visit = 0; visit < visits; visit++) {
    const context = await fresh(opened.browser, opened)
    const page = await slowPage(context, WATCH_LIST)
    await page.goto('/tickets')
    await page.locator('main tbody tr').nth(9).waitFor({ timeout: PATIENCE })
    times.push(await page.evaluate<number>(INTERACTIVE_AT))
    await context.close()
  }
  return median(times)
}

/**
 * Milliseconds between a key or click and the next painted frame in an everyday session on a slowed down processor: the
 * value that three of four stay below.
 */
export async function interactionP75(opened: Opened, rounds: number) {
  const context = await fresh(opened.browser, opened)
  const page = await slowPage(context, WATCH_INTERACTIONS)
  await page.goto('/tickets')
  for (let round = 0; round < rounds; round++) await everydaySession(page)
  const durations = await page.evaluate<number[]>('[...window.interactions.values()]')
  await context.close()
  return { p75: quantile(durations, 0.75), count: durations.length }
}

/** Walks a list, opens the palette, searches, reads a record, begins a new one. */
async function everydaySession(page: Page): Promise<void> {
  const rows = page.locator('main tbody tr')
  await rows.nth(9).waitFor({ timeout: PATIENCE })
  for (let step = 0; step < 5; step++) await page.keyboard.press('j')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.waitFor({ timeout: PATIENCE })
  await page.keyboard.type('tick', { delay: 60 })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'detached', timeout: PATIENCE })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/, { timeout: PATIENCE })
  await page.getByRole('heading', { level: 1 }).waitFor({ timeout: PATIENCE })
  await page.getByRole('link', { name: 'Tickets', exact: true }).first().click()
  await rows.nth(9).waitFor({ timeout: PATIENCE })
  await page.getByRole('link', { name: 'New ticket', exact: true }).first().click()
  const complaint = page.getByRole('textbox', { name: /complaint/i }).first()
  await complaint.click({ timeout: PATIENCE })
  await page.keyboard.type('Range drops', { delay: 40 })
  for (let key = 0; key < 'Range drops'.length; key++) await page.keyboard.press('Backspace')
  await page.getByRole('link', { name: 'Tickets', exact: true }).first().click()
  await page.waitForURL(/\/tickets(\?|$)/, { timeout: PATIENCE })
}

function fresh(browser: Browser, { url, storageState }: Pick<Opened, 'url' | 'storageState'>) {
  return browser.newContext({ baseURL: url, storageState, viewport: DESK })
}

async function slowPage(context: BrowserContext, script: string): Promise<Page> {
  await context.addInitScript(script)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return page
}
