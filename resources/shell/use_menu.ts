import { usePage } from '@inertiajs/vue3'
import { useShared } from '@karkhana/ui'
import { computed } from 'vue'
import type { MenuItem } from '@karkhana/kernel/pages'

const SECTIONS = ['Workshop', 'Sales', 'Purchase', 'Accounts', 'Masters', 'Settings']

/** The menu in its sections, which entry the reader is in, and what can be created. */
export function useMenu() {
  const shared = useShared()
  const page = usePage()
  const sorted = computed(() =>
    // Home has its own fixed place.
    shared.value.menu.filter((item) => item.href !== '/').sort((a, b) => a.order - b.order)
  )

  const rank = (section: string) => {
    const index = SECTIONS.indexOf(section)
    return index < 0 ? SECTIONS.length - 1.5 : index
  }
  const sections = computed(() => {
    const named = new Map<string, MenuItem[]>()
    for (const item of sorted.value) {
      named.set(item.section, [...(named.get(item.section) ?? []), item])
    }
    return [...named.entries()]
      .map(([label, items]) => ({ label, items }))
      .sort((a, b) => rank(a.label) - rank(b.label))
  })

  const path = computed(() => page.url.split(/[?#]/)[0] ?? '/')
  /** The longest matching entry: /settings/modules beats /settings. */
  const currentId = computed(() => {
    const inside = sorted.value.filter(
      (item) => path.value === item.href || path.value.startsWith(`${item.href}/`)
    )
    return inside.sort((a, b) => b.href.length - a.href.length)[0]?.id ?? null
  })

  const creates = computed(() => sorted.value.filter((item) => item.createHref))
  const phoneItems = computed(() => sorted.value.filter((item) => item.phone).slice(0, 3))
  /** Where `c` leads on this page: the entry the reader is in. */
  const createFor = (pathname: string) =>
    creates.value.find((item) => pathname === item.href || pathname.startsWith(`${item.href}/`))
      ?.createHref ?? null

  return { sections, currentId, creates, phoneItems, createFor, path }
}
