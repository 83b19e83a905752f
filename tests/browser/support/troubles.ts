import type { Page } from 'playwright'

/** Notes what goes wrong on a page and what its console complains about. The list grows while the page lives. */
export function watchTroubles(page: Page): string[] {
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`${path(page)}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${path(page)}: ${message.text()}`)
  })
  return troubles
}

const path = (page: Page) => page.url().replace(/^https?:\/\/[^/]+/, '')
