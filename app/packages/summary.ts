import { checksum } from '../migrations/ledger.ts'
import { readMigrations } from '../migrations/steps.ts'
import type { RouteDeclaration } from '../http/module_routes.ts'
import type { ModuleManifest } from '../modules/manifest.ts'

/**
 * What a package says of itself in its package.json, under `karkhana`: enough to decide about it without running any
 * of its code. Made by module:pack, held against the manifest itself when it is added.
 */
export interface PackageSummary {
  /** Version of this form. */
  format: 1
  id: string
  name: string
  description: string
  version: string
  /** Semver range of the kernel. */
  kernel: string
  kind: ModuleManifest['kind']
  onBootFailure: ModuleManifest['onBootFailure']
  requires: Record<string, string>
  enhances: Record<string, string>
  permissions: { id: string; label: string; roles: string[] }[]
  tables: string[]
  /** `GET /feedback/:id` */
  routes: string[]
  /** Routes for strangers, with the reason. */
  publicRoutes: { route: string; why: string }[]
  secrets: { key: string; label: string; group: string }[]
  settings: string[]
  emits: string[]
  handles: string[]
  schedules: { id: string; label: string; cron: string }[]
  slots: string[]
  migrations: { name: string; checksum: string; sql: string[] }[]
  /** Hosts that the code names in addresses. */
  hosts: string[]
}

/** Path inside the package to the SHA-256 of the file, for every file but package.json. */
export type FileChecksums = Record<string, string>

/** Addresses that name something else than a host to call: namespaces, examples. */
const NOT_CALLED =
  /^(www\.w3\.org|schema\.org|localhost|127\.0\.0\.1|[\w.-]*example(\.(com|org|net))?)$/
const ADDRESS = /\bhttps?:\/\/([a-z0-9][a-z0-9.-]*)/gi

/**
 * The summary of a module.
 * @param migrations folder with its migrations
 * @param code texts of its server code, in which addresses are looked for
 */
export async function summaryOf(
  manifest: ModuleManifest,
  migrations: string,
  code: string[]
): Promise<PackageSummary> {
  const routes = (await manifest.routes?.())?.default ?? []
  const open = (await manifest.publicRoutes?.())?.default ?? []
  const steps = await readMigrations(manifest.id, migrations)
  const { id, name, description, version, kernel, kind, onBootFailure, requires, enhances } =
    manifest
  return {
    format: 1,
    ...{ id, name, description, version, kernel, kind, onBootFailure, requires, enhances },
    permissions: manifest.permissions.map(({ id: each, label, roles }) => ({
      id: each,
      label,
      roles,
    })),
    tables: Object.keys(manifest.tables),
    routes: addressesOf(id, routes),
    publicRoutes: open.map(({ method, path, why }) => ({
      route: `${method} /l/${id}/<link>${path === '/' ? '' : path}`,
      why,
    })),
    secrets: manifest.secrets.map(({ key, label, group }) => ({ key, label, group })),
    settings: (manifest.settings?.fields ?? []).map(({ key }) => key),
    emits: manifest.events.emits.map(({ id: each }) => each),
    handles: Object.keys(manifest.events.handles),
    schedules: manifest.schedules.map(({ id: each, label, cron }) => ({ id: each, label, cron })),
    slots: Object.keys(manifest.slots),
    migrations: steps.map((step) => ({
      name: step.name,
      checksum: checksum(step.migration),
      sql: step.migration.up,
    })),
    hosts: hostsIn(code),
  }
}

/** `GET /feedback`, `POST /api/v1/feedback` */
export function addressesOf(id: string, routes: RouteDeclaration): string[] {
  return routes.flatMap(({ method, path, surfaces }) =>
    surfaces.map(
      (surface) =>
        `${method} ${surface === 'api' ? '/api/v1' : ''}/${id}${path === '/' ? '' : path}`
    )
  )
}

/** The hosts that texts name in addresses, sorted, each once. */
export function hostsIn(texts: string[]): string[] {
  const found = texts.flatMap((text) =>
    [...text.matchAll(ADDRESS)].map(([, host]) => host.toLowerCase().replace(/\.$/, ''))
  )
  return [...new Set(found)].filter((host) => !NOT_CALLED.test(host)).sort()
}
