import { join } from 'node:path'
import { KERNEL_PERMISSIONS } from '../access/kernel_permissions.ts'
import type { Permission } from '../access/permissions.ts'
import { KERNEL_DRIVER_FAMILIES } from '../drivers/kernel_families.ts'
import { checksum } from '../migrations/ledger.ts'
import { readMigrations } from '../migrations/steps.ts'
import type { ModuleManifest } from '../modules/manifest.ts'

/** What a manifest promises to others, heading by heading; each line is one promise. */
export type Declared = Record<string, string[]>

/** The promises of the kernel besides its exports. */
export function kernelDeclared(): Declared {
  return {
    'Permissions': KERNEL_PERMISSIONS.map(permissionLine),
    'Driver families': KERNEL_DRIVER_FAMILIES.map(({ id }) => `\`${id}\``),
  }
}

/**
 * The promises of a module. Migrations stand with the beginning of their checksum: a change of the schema is seen.
 * @param folder of the module, absolute
 */
export async function moduleDeclared(manifest: ModuleManifest, folder: string): Promise<Declared> {
  const { events, extensions, drivers, settings } = manifest
  const routes = (await manifest.routes?.())?.default ?? []
  const open = (await manifest.publicRoutes?.())?.default ?? []
  const steps = await readMigrations(manifest.id, join(folder, 'migrations'))
  return {
    'Requires': Object.entries(manifest.requires).map(ranged),
    'Enhances': Object.entries(manifest.enhances).map(ranged),
    'Provides': code(Object.keys(manifest.provides)),
    'Consumes': Object.entries(manifest.consumes).map(([id, need]) => `\`${id}\` ${need}`),
    'Permissions': manifest.permissions.map(permissionLine),
    'Routes': routes.map(
      ({ method, path, permission, surfaces, tier }) =>
        `\`${method} /${manifest.id}${path === '/' ? '' : path}\` ${surfaces.join(', ')}: \`${permission}\`${
          tier === 'standard' ? '' : `, ${tier}`
        }`
    ),
    'Routes for strangers': open.map(
      ({ method, path, purpose }) => `\`${method} ${path}\` of links for \`${purpose}\``
    ),
    'Slots offered': manifest.offersSlots.map(
      ({ id, props }) => `\`${id}\` with ${Object.keys(props).join(', ') || 'nothing'}`
    ),
    'Slots filled': Object.entries(manifest.slots).map(
      ([id, fills]) => `\`${id}\` by ${fills.map(({ component }) => component).join(', ')}`
    ),
    'Events emitted': events.emits.map(
      ({ id, payload }) => `\`${id}\` with ${Object.keys(payload).join(', ') || 'nothing'}`
    ),
    'Events handled': code(Object.keys(events.handles)),
    'Webhooks': manifest.webhooks.map(({ name, event }) => `\`${name}\` of \`${event}\``),
    'Extension points': code(extensions.offers.map(({ id }) => id)),
    'Extensions': code(Object.keys(extensions.adds)),
    'Driver families': code(drivers.families.map(({ id }) => id)),
    'Drivers': code(Object.keys(drivers.offers)),
    'Settings': (settings?.fields ?? []).map(
      ({ key, kind, scope }) => `\`${key}\` ${kind}, of the ${scope}`
    ),
    'Secrets': code(manifest.secrets.map(({ key }) => key)),
    'Notices': code(manifest.notices.map(({ id }) => id)),
    'AI purposes': code(manifest.aiPurposes.map(({ id }) => id)),
    'Number series': code(manifest.series.map(({ id }) => id)),
    'Tables': Object.entries(manifest.tables).map(
      ([name, { personal }]) =>
        `\`${name}\`${Object.keys(personal).length > 0 ? `, personal: ${Object.keys(personal).join(', ')}` : ''}`
    ),
    'Migrations': steps.map(
      ({ name, migration }) => `\`${name}\` ${checksum(migration).slice(0, 12)}`
    ),
  }
}

const code = (ids: string[]) => ids.map((id) => `\`${id}\``)
const ranged = ([id, range]: [string, string]) => `\`${id}\` ${range}`
const permissionLine = ({ id, roles, byGrant, reads }: Permission) =>
  `\`${id}\` ${roles.join(', ') || 'nobody'}${byGrant.length > 0 ? `; by grant: ${byGrant.join(', ')}` : ''}${reads ? '; reads' : ''}`
