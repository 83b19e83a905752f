import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright'

/** What the pages are looked at in: the phone of a technician and the desk of an advisor. */
export const VIEWPORTS = {
  phone: { width: 390, height: 844 },
  desk: { width: 1440, height: 900 },
} as const
export const THEMES = ['dark', 'light'] as const

/** One page to picture: the name of its file and its path. */
export interface Screen {
  name: string
  path: string
}

/**
 * Pictures every screen at both widths in both themes, as `<name>.<viewport>.<theme>.png`.
 * @param context cookies of the signed-in reader and the base URL
 * @returns the screens that scroll sideways, which none should
 */
export async function captureScreens(
  browser: Browser,
  screens: Screen[],
  folder: string,
  context: BrowserContextOptions
): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const tooWide: string[] = []
  for (const [viewport, size] of Object.entries(VIEWPORTS)) {
    for (const theme of THEMES) {
      const opened = await browser.newContext({ ...context, viewport: size })
      await opened.addInitScript(`localStorage.setItem('theme', '${theme}')`)
      const page = await opened.newPage()
      for (const screen of screens) {
        await page.goto(screen.path, { waitUntil: 'networkidle' })
        const file = `${screen.name}.${viewport}.${theme}.png`
        await page.screenshot({ path: join(folder, file) })
        if (await scrollsSideways(page)) tooWide.push(file)
      }
      await opened.close()
    }
  }
  return tooWide
}

/** Whether the page is wider than its window. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
}
