import { usePage } from '@inertiajs/vue3'
import { useShared, useText } from '@karkhana/ui'
import { computed } from 'vue'
import type { MenuItem, SettingsGroup } from '@karkhana/kernel/pages'

const SECTIONS = ['Workshop', 'Sales', 'Purchase', 'Accounts', 'Masters', 'Archive', 'Settings']
const SETTINGS = 'Settings'

/** Cards of the settings page and headings of its navigation. */
const GROUPS: { id: SettingsGroup; label: string }[] = [
  { id: 'organisation', label: 'Organisation' },
  { id: 'people', label: 'People and access' },
  { id: 'documents', label: 'Documents' },
  { id: 'modules', label: 'How your modules work' },
  { id: 'connections', label: 'Modules and connections' },
  { id: 'trust', label: 'Trust' },
]

/** Card of an entry: its own word, else by its place among the kernel's entries; modules configure documents. */
function groupOf({ group, module, order }: MenuItem): SettingsGroup {
  if (group) return group
  if (module !== 'kernel' || (order >= 915 && order < 920)) return 'documents'
  if (order < 915) return 'organisation'
  if (order < 930) return 'people'
  return order < 950 ? 'connections' : 'trust'
}

/** Pages that belong to an entry although their address is not below it. */
const BELONGS: Record<string, string> = {
  '/settings/invitations': '/settings/members',
  '/settings/schedules': '/settings/events',
}

/** The address by which a page is found in the menu. */
function placeOf(path: string): string {
  const from = Object.keys(BELONGS).find((each) => path === each || path.startsWith(`${each}/`))
  return from ? `${BELONGS[from]}${path.slice(from.length)}` : path
}

/** The one entry that stands for all settings outside of them. */
const SETTINGS_ITEM: MenuItem = {
  id: 'kernel.settings',
  module: 'kernel',
  label: SETTINGS,
  href: '/settings',
  icon: 'i-lucide-settings',
  section: SETTINGS,
  order: 899,
}

/** The menu in its sections, which entry the reader is in, and what can be created. */
export function useMenu() {
  const shared = useShared()
  const page = usePage()
  const text = useText('kernel')
  const sorted = computed(() =>
    // Home has its own fixed place.
    shared.value.menu.filter((item) => item.href !== '/').sort((a, b) => a.order - b.order)
  )

  const rank = (section: string) => {
    const index = SECTIONS.indexOf(section)
    return index < 0 ? SECTIONS.length - 2.5 : index
  }
  const sections = computed(() => {
    const named = new Map<string, MenuItem[]>()
    for (const item of sorted.value) {
      named.set(item.section, [...(named.get(item.section) ?? []), item])
    }
    return [...named.entries()]
      .map(([id, items]) => ({ id, label: text.label(id), items }))
      .sort((a, b) => rank(a.id) - rank(b.id))
  })

  /** A partner's own pages have a menu of another kind. */
  const settings = computed(() =>
    shared.value.partner ? [] : sorted.value.filter((item) => item.section === SETTINGS)
  )
  const settingsGroups = computed(() =>
    GROUPS.map((group) => ({
      ...group,
      label: text.label(group.label),
      items: settings.value.filter((item) => groupOf(item) === group.id),
    })).filter(({ items }) => items.length > 0)
  )
  /** The sections with one entry for all settings. */
  const mainSections = computed(() =>
    sections.value.map((section) =>
      section.id === SETTINGS && settings.value.length > 0
        ? { ...section, items: [{ ...SETTINGS_ITEM, label: section.label }] }
        : section
    )
  )

  const path = computed(() => page.url.split(/[?#]/)[0] ?? '/')
  /** The longest matching entry: /settings/modules beats /settings. */
  const current = computed(() => {
    const place = placeOf(path.value)
    const inside = sorted.value.filter(
      (item) => place === item.href || place.startsWith(`${item.href}/`)
    )
    return inside.sort((a, b) => b.href.length - a.href.length)[0] ?? null
  })
  const currentId = computed(() => current.value?.id ?? null)
  /** Whether the reader is among the settings, also those of a module. */
  const inSettings = computed(
    () =>
      settings.value.length > 0 &&
      (path.value === SETTINGS_ITEM.href ||
        path.value.startsWith(`${SETTINGS_ITEM.href}/`) ||
        current.value?.section === SETTINGS)
  )

  /** Nothing for a partner who looks in: they can change nothing. */
  const creates = computed(() =>
    shared.value.readOnly === 'partner' ? [] : sorted.value.filter((item) => item.createHref)
  )
  const phoneItems = computed(() => sorted.value.filter((item) => item.phone).slice(0, 3))
  /** Where `c` leads on this page: the entry the reader is in. */
  const createFor = (pathname: string) =>
    creates.value.find((item) => pathname === item.href || pathname.startsWith(`${item.href}/`))
      ?.createHref ?? null

  return {
    sections,
    mainSections,
    settingsGroups,
    inSettings,
    current,
    currentId,
    creates,
    phoneItems,
    createFor,
    path,
  }
}
