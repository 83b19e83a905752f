import type { ModuleManifest } from '../../modules/manifest.ts'
import type { Lazy } from '../../modules/lazy.ts'

/** A file that a manifest names, by the key that names it. */
export interface NamedFile {
  /** `jobs[0]`, `provides.gst.calculator@1` */
  key: string
  load: Lazy<unknown>
}

/** Every file that a manifest names. */
export function namedFiles(manifest: ModuleManifest): NamedFile[] {
  const { events, drivers, extensions, lifecycle } = manifest
  return [
    ...single('routes', manifest.routes),
    ...single('publicRoutes', manifest.publicRoutes),
    ...single('taxIdentity', manifest.taxIdentity),
    ...Object.entries(lifecycle).flatMap(([key, load]) => single(`lifecycle.${key}`, load)),
    ...byName('provides', manifest.provides),
    ...byName('drivers.offers', drivers.offers),
    ...LISTS.flatMap((key) => list(key, manifest[key] as Lazy<unknown>[])),
    ...Object.entries(events.handles).flatMap(([id, loads]) => list(`events.handles.${id}`, loads)),
    ...Object.entries(extensions.adds).flatMap(([id, loads]) =>
      list(`extensions.adds.${id}`, loads)
    ),
    ...manifest.widgets.map(({ id, load }) => ({ key: `widgets.${id}`, load })),
    ...manifest.onboarding.flatMap(({ id, done }) =>
      typeof done === 'function' ? single(`onboarding.${id}`, done) : []
    ),
    ...Object.entries(manifest.slots).flatMap(([slot, fills]) =>
      fills.flatMap(({ component, data }) =>
        single(`slots.${slot}.${component}.data`, data ?? null)
      )
    ),
  ]
}

const LISTS = [
  'jobs',
  'lists',
  'reports',
  'documents',
  'search',
  'importers',
  'exporters',
  'samples',
  'mails',
] as const satisfies (keyof ModuleManifest)[]

const single = (key: string, load: Lazy<unknown> | null): NamedFile[] =>
  load ? [{ key, load }] : []

const byName = (key: string, loads: Record<string, Lazy<unknown>>): NamedFile[] =>
  Object.entries(loads).map(([name, load]) => ({ key: `${key}.${name}`, load }))

const list = (key: string, loads: Lazy<unknown>[]): NamedFile[] =>
  loads.map((load, index) => ({ key: `${key}[${index}]`, load }))
