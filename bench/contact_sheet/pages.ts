import type { Page } from 'playwright'

/** A page of the sheet; `first` opens the first record of a list. */
export interface SheetPage {
  name: string
  path: string
  first?: boolean
}

/** The pages that decide, in the order of a day. */
export const PAGES: SheetPage[] = [
  { name: 'home', path: '/' },
  { name: 'tickets', path: '/tickets' },
  { name: 'ticket', path: '/tickets', first: true },
  { name: 'new_ticket', path: '/tickets/create' },
  { name: 'jobcards', path: '/jobcards' },
  { name: 'jobcard', path: '/jobcards', first: true },
  { name: 'invoices', path: '/invoicing' },
  { name: 'invoice', path: '/invoicing?status=unpaid', first: true },
  { name: 'new_invoice', path: '/invoicing/create' },
  { name: 'contacts', path: '/contacts' },
  { name: 'contact', path: '/contacts', first: true },
  { name: 'vehicle', path: '/vehicles', first: true },
  { name: 'trial_balance', path: '/accounting/trial-balance' },
  { name: 'reports', path: '/reports' },
  { name: 'settings', path: '/settings' },
  { name: 'modules', path: '/settings/modules' },
]

/** The addresses of the pages, with the records that their lists begin with. */
export async function resolvePaths(pages: SheetPage[], reader: Page): Promise<SheetPage[]> {
  const found: SheetPage[] = []
  for (const page of pages) {
    if (!page.first) {
      found.push(page)
      continue
    }
    // The address of a list answers its rows to whoever asks for data.
    const response = await reader.context().request.get(page.path, {
      headers: { accept: 'application/json' },
    })
    const { data } = (await response.json()) as { data: { id: string }[] }
    if (!data[0]) throw new Error(`There is nothing at ${page.path}`)
    found.push({ ...page, path: `${page.path.split('?')[0]}/${data[0].id}` })
  }
  return found
}
