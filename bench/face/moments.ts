import type { Page } from 'playwright'
import type { openBrowser } from './browser.ts'
import { median } from './figures.ts'

type Opened = Awaited<ReturnType<typeof openBrowser>>

const DESK = { width: 1440, height: 900 }
const PATIENCE = 60_000
/** Milliseconds between two keys of somebody who types fast. */
const TYPING = 25

/** Milliseconds in the page from Ctrl+K until the box of the palette stands there; its code was fetched before. */
const PALETTE = `new Promise((resolve) => {
  const began = performance.now()
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[role="combobox"][aria-controls="command-list"]')) return
    observer.disconnect()
    resolve(performance.now() - began)
  }).observe(document.body, { childList: true, subtree: true })
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true })
  )
})`

/** Five lines of an invoice as an advisor types them: item, HSN or SAC, quantity, rate. */
const LINES = [
  ['Front brake shoe set', '8714', '2', '450'],
  ['Brake cable', '8714', '1', '180.50'],
  ['Battery check', '998714', '1', '300'],
  ['Chain lubrication', '998714', '1', '120'],
  ['Labour', '998714', '1.5', '800'],
] as const

async function signedIn({ browser, url, storageState }: Opened): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, storageState, viewport: DESK })
  context.setDefaultTimeout(PATIENCE)
  return context.newPage()
}

/** Milliseconds until the palette is open, the median of so many times. */
export async function paletteOpens(opened: Opened, times: number): Promise<number> {
  const page = await signedIn(opened)
  await page.goto('/', { waitUntil: 'networkidle' })
  const box = page.getByRole('combobox', { name: 'Go to or create' })
  const took: number[] = []
  // The first time brings the code of the dialog itself.
  for (let time = 0; time <= times; time++) {
    took.push(await page.evaluate<number>(PALETTE))
    await box.waitFor()
    await page.keyboard.press('Escape')
    await box.waitFor({ state: 'detached' })
  }
  await page.context().close()
  return median(took.slice(1))
}

/** Milliseconds from the answer to one person until another, who looks at the list, sees whom a ticket was given to. */
export async function changeIsSeen(opened: Opened, token: string, times: number): Promise<number> {
  const page = await signedIn(opened)
  const listens = page.waitForResponse((answer) => answer.url().endsWith('/__transmit/subscribe'))
  await page.goto('/tickets')
  await listens
  const ask = async <Data>(path: string, body?: object): Promise<Data> => {
    const response = await fetch(`${opened.url}/api/v1${path}`, {
      method: body ? 'PUT' : 'GET',
      headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return ((await response.json()) as { data: Data }).data
  }
  const [member] = await ask<{ id: string; name: string }[]>('/settings/members')
  const tickets = await ask<{ id: string; number: string; version: number }[]>(
    `/tickets?status=open&limit=${times}`
  )
  const took: number[] = []
  for (const { id, number, version } of tickets) {
    await ask(`/tickets/${id}/assignee`, { assigneeId: member.id, version })
    const began = performance.now()
    const row = page.locator('tr[data-row]', { hasText: number })
    await row.filter({ hasText: member.name.split(' ')[0] }).waitFor()
    took.push(performance.now() - began)
  }
  await page.context().close()
  return median(took)
}

/** Milliseconds from the empty form of an invoice to its saved draft of five lines, by keyboard alone. */
export async function fiveLines(opened: Opened): Promise<number> {
  const page = await signedIn(opened)
  const { keyboard } = page
  const type = (text: string) => keyboard.type(text, { delay: TYPING })
  await page.goto('/invoicing/create')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const began = performance.now()
  await type('Customer 7')
  await page
    .getByRole('option', { name: /^Customer 7/ })
    .first()
    .waitFor()
  await keyboard.press('Enter')
  const first = page.getByRole('combobox', { name: 'Item or work, line 1' })
  const isReached = async () => (await first.and(page.locator(':focus')).count()) > 0
  while (!(await isReached())) {
    await keyboard.press('Tab')
    if (performance.now() - began > PATIENCE) throw new Error('Tab does not lead to the lines')
  }
  for (const [item, hsn, quantity, rate] of LINES) {
    await type(item)
    for (const value of [hsn, quantity, '', rate]) {
      await keyboard.press('Tab')
      if (value) await type(value)
    }
    await keyboard.press('Enter')
  }
  await keyboard.press('Backspace')
  await keyboard.press('Control+Enter')
  await page.waitForURL(/\/invoicing\/[0-9a-f-]{36}$/)
  const took = performance.now() - began
  await page.context().close()
  return took
}
