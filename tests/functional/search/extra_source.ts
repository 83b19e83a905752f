import { currentUnit } from '../../../app/tenancy/unit.ts'
import type { Lazy } from '../../../app/modules/lazy.ts'
import { defineSearch, type SearchSource } from '../../../app/search/declaration.ts'

/** Sources that no module should have. */
export function extraSource(kind: 'throws' | 'sleeps' | 'hangs' | 'misnamed'): Lazy<SearchSource> {
  const labels = { throws: 'Broken', sleeps: 'Slow', hangs: 'Hanging', misnamed: 'Misnamed' }
  const source = defineSearch({
    id: kind === 'misnamed' ? 'contacts.stolen' : `extra.${kind}`,
    label: `${labels[kind]} things`,
    icon: 'i-lucide-bug',
    permission: 'kernel.home.view',
    async find() {
      if (kind === 'throws') throw new TypeError('undefined is not a record')
      if (kind === 'sleeps') await currentUnit()!.rows('select pg_sleep(5)')
      if (kind === 'hangs') await new Promise((resolve) => setTimeout(resolve, 2_000))
      return [{ id: 'x', title: 'Never', href: '/' }]
    },
  })
  return async () => ({ default: source })
}
