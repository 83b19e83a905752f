import type { Page } from 'playwright'

/**
 * Holds back what the page asks for at this path, as a slow connection does.
 * @returns lets all of it go, and what comes later
 */
export async function hold(page: Page, path: string): Promise<() => void> {
  const gate = Promise.withResolvers<void>()
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      await gate.promise
      await route.continue()
    }
  )
  return gate.resolve
}
