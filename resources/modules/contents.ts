/** What one module brings, as it stands in its manifest. */
export interface ModuleContents {
  menu: { label: string; href: string }[]
  permissions: string[]
  jobs: string[]
  schedules: { label: string; cron: string }[]
  emits: { id: string; description: string }[]
  handles: string[]
  webhooks: { name: string; description: string }[]
  fills: string[]
  widgets: string[]
  provides: string[]
  consumes: { id: string; need: 'required' | 'optional' }[]
  tables: string[]
}
