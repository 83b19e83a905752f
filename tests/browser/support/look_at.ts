import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Page } from 'playwright'
import { scrollsSideways } from '../../helpers/screens.ts'

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
 * Opens a page and looks at it in both themes.
 * @param options `busy`: the page shows on purpose something that is being loaded
 * @returns what is wrong: another answer than the page, sideways scrolling, what axe finds serious or critical
 */
export async function lookAt(page: Page, path: string, { busy = false } = {}): Promise<string[]> {
  const answer = await page.goto(path)
  if (answer?.status() !== 200) return [`answered ${answer?.status()}`]
  await page.getByRole('heading', { level: 1 }).waitFor()
  if (!busy) {
    await page.locator('.k-skeleton, [aria-busy="true"]').first().waitFor({ state: 'detached' })
  }
  const problems: string[] = []
  if (await scrollsSideways(page)) problems.push('scrolls sideways')
  for (const { scheme, rules } of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.locator(`html.${scheme}`).waitFor()
    await page.evaluate(SETTLED)
    for (const violation of await violations(page, rules)) problems.push(`${scheme}: ${violation}`)
  }
  return problems
}

/** Nothing moves for two frames; a colour on its way has no contrast to speak of. */
const SETTLED = `(async () => {
  const moving = () => document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().iterations !== Infinity)
  for (let still = 0; still < 2; still++) {
    await new Promise(requestAnimationFrame)
    if (moving().length === 0) continue
    still = -1
    await Promise.allSettled(moving().map((each) => each.finished))
  }
})()`

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
