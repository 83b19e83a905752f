import type { ModuleManifest } from '@karkhana/kernel/module'

/**
 * Where the owner meets each kind of contribution of the fixture module `everything`: an address, and what stands there
 * while the module is on. Kinds that no address shows are looked at in `contribution_kinds_inside.spec.ts`.
 */
export const SEEN_AT: Partial<Record<keyof ModuleManifest, { path: string; text: string }>> = {
  permissions: { path: '/settings/roles', text: 'everything.thing.view' },
  routes: { path: '/everything', text: 'Everything page' },
  menu: { path: '/', text: 'Everything entry' },
  commands: { path: '/', text: 'Everything command' },
  widgets: { path: '/', text: 'Everything figure' },
  onboarding: { path: '/getting-started', text: 'Everything first step' },
  slots: { path: '/contacts/:contact', text: 'everything::aside' },
  schedules: { path: '/settings/schedules', text: 'Everything schedule' },
  webhooks: { path: '/settings/webhooks/create', text: 'everything.made' },
  reports: { path: '/reports', text: 'Everything report' },
  search: { path: '/search?q=everything', text: 'Everything hit' },
  importers: { path: '/transfer', text: 'Everything import' },
  exporters: { path: '/transfer', text: 'Everything export' },
  settings: { path: '/settings/modules/everything/settings', text: 'Everything limit' },
  aiPurposes: { path: '/settings/ai', text: 'Everything question' },
  secrets: { path: '/settings/connections', text: 'Everything key' },
  series: { path: '/settings/numbers', text: 'Everything numbers' },
  drivers: { path: '/settings/services', text: 'Everything driver' },
  lists: { path: '/lists/everything.things/export', text: 'Everything column' },
  records: { path: '/settings/custom-fields', text: 'everything_things' },
}

/** Kinds that are seen without an address of their own; each has its test. */
export const SEEN_OTHERWISE: (keyof ModuleManifest)[] = [
  'provides',
  'events',
  'jobs',
  'documents',
  'publicRoutes',
  'extensions',
  'samples',
]

/** Keys that say something about the module, and bring nothing that could be seen. */
export const FACTS: (keyof ModuleManifest)[] = [
  'id',
  'name',
  'description',
  'version',
  'kernel',
  'kind',
  'onBootFailure',
  'requires',
  'enhances',
  'consumes',
  'initialState',
  'lifecycle',
  // Written out into routes, lists, records, permissions, menu and search, each of which is looked at.
  'resources',
  // Shown with the page that offers them, which is a route.
  'offersSlots',
  // The words of its pages, mails and messages; gone with them.
  'lang',
  'mails',
  // Told by its own code alone; gone with it.
  'notices',
  // Its rows stay while it is off, and the audit trail goes on telling of them.
  'tables',
  // The kinds of persons its tables are about; the tables are the contribution.
  'subjects',
  // One per country; asked at registration, before any module is on.
  'taxIdentity',
]
