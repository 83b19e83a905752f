import type { Lazy } from '../../../app/modules/lazy.ts'
import { defineSearch, type SearchSource } from '../../../app/search/declaration.ts'

/** Searches that no module should have. */
export function brokenSource(kind: 'unreadable' | 'misnamed' | 'foreign'): Lazy<SearchSource> {
  if (kind === 'unreadable') return () => Promise.reject(new SyntaxError('Unexpected token'))
  const source = defineSearch({
    id: kind === 'misnamed' ? 'contacts.stolen' : 'extra.things',
    label: 'Things',
    icon: 'i-lucide-bug',
    permission: 'kernel.home.view',
    table: 'contacts_contacts',
    title: 't.name',
    href: '/things/:id',
  })
  return () => Promise.resolve({ default: source })
}
