import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Page } from 'playwright'
import { cramped, lookWhetherItFits, type Fit } from './fits.ts'
import { unreasoned } from './reasons.ts'
import { SETTLED } from './settled.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Themes as the device asks for them; the pages follow while the choice of the reader is «system». What is not about
 * colour is the same in both and asked once.
 */
const SCHEMES = [
  { scheme: 'dark', rules: {} },
  { scheme: 'light', rules: { runOnly: ['color-contrast', 'link-in-text-block'] } },
] as const

/** Prepares a window whose pages are to be looked at. The paper of a document is looked at elsewhere. */
export async function prepareLooking(context: BrowserContext): Promise<void> {
  await context.addInitScript(AXE)
  // Sandboxed frames, such as the one of a mail preview, have no storage.
  await context.addInitScript(`if (window === top) localStorage.setItem('theme', 'system')`)
  await context.route(/\/pdf(\?|$)/, (route) =>
    route.fulfill({ contentType: 'text/plain', body: 'PDF' })
  )
}

/**
 * Opens a page once and looks at it in both themes, then in other windows.
 * @param options `busy`: the page shows on purpose something that is being loaded; `fits`: the other windows
 * @returns what is wrong: another answer than the page, what does not fit, what axe finds serious or critical
 */
export async function lookAt(
  page: Page,
  path: string,
  { busy = false, fits = [] }: { busy?: boolean; fits?: Fit[] } = {}
): Promise<string[]> {
  const answer = await page.goto(path)
  if (answer?.status() !== 200) return [`answered ${answer?.status()}`]
  const heading = page.getByRole('heading', { level: 1 })
  const isShown = await heading.waitFor().then(
    () => true,
    () => false
  )
  if (!isShown) return ['shows no page with a heading']
  if (!busy) {
    await page.locator('.k-skeleton, [aria-busy="true"]').first().waitFor({ state: 'detached' })
  }
  const problems: string[] = []
  problems.push(...(await cramped(page)), ...(await unreasoned(page)))
  for (const { scheme, rules } of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.locator(`html.${scheme}`).waitFor()
    await page.evaluate(SETTLED)
    for (const violation of await violations(page, rules)) problems.push(`${scheme}: ${violation}`)
  }
  problems.push(...(await lookWhetherItFits(page, fits)))
  return problems
}

async function violations(page: Page, rules: object): Promise<string[]> {
  const options = JSON.stringify({
    ...rules,
    resultTypes: ['violations'],
    iframes: false,
    preload: false,
  })
  const found = await page.evaluate<AxeResults['violations']>(
    `axe.run(document, ${options}).then((result) => result.violations)`
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}
