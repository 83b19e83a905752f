import { KERNEL_DRIVER_FAMILIES } from '../../drivers/kernel_families.ts'
import type { ModuleManifest } from '../manifest.ts'

/** What a manifest names and nobody declares. */
export function referenceProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  return [
    ...permissionProblems(manifest),
    ...foreignProblems(manifest, all),
    ...ownProblems(manifest),
  ]
}

/** Every permission that the module asks for is its own. */
function permissionProblems(manifest: ModuleManifest) {
  const declared = new Set(manifest.permissions.map(({ id }) => id))
  const named: [string, string][] = [
    ...manifest.menu.flatMap(({ id, permission, createPermission }): [string, string][] => [
      [`menu entry "${id}"`, permission],
      ...(createPermission ? [[`menu entry "${id}"`, createPermission] as [string, string]] : []),
    ]),
    ...manifest.commands.map(({ id, permission }): [string, string] => [
      `command "${id}"`,
      permission,
    ]),
    ...manifest.aiPurposes.map(({ id, permission }): [string, string] => [
      `AI purpose "${id}"`,
      permission,
    ]),
    ...manifest.widgets.map(({ id, permission }): [string, string] => [
      `widget "${id}"`,
      permission,
    ]),
    ...manifest.onboarding.map(({ id, permission }): [string, string] => [
      `onboarding step "${id}"`,
      permission,
    ]),
    ...Object.values(manifest.slots)
      .flat()
      .map(({ component, permission }): [string, string] => [`fill "${component}"`, permission]),
    ...(manifest.settings
      ? [
          ['settings', manifest.settings.view] as [string, string],
          ['settings', manifest.settings.change] as [string, string],
        ]
      : []),
  ]
  return named
    .filter(([, permission]) => !declared.has(permission))
    .map(
      ([what, permission]) =>
        `the ${what} asks for "${permission}", which the module does not declare; add it to permissions`
    )
}

/** Slots, events, extension points and driver families of modules that are installed; of others nobody can tell. */
function foreignProblems(manifest: ModuleManifest, all: ModuleManifest[]) {
  const installed = new Set(['kernel', ...all.map(({ id }) => id)])
  const slots = all.flatMap(({ offersSlots }) => offersSlots.map(({ id }) => id))
  const events = all.flatMap(({ events: { emits } }) => emits.map(({ id }) => id))
  const points = all.flatMap(({ extensions: { offers } }) => offers.map(({ id }) => id))
  const missing = (id: string, known: string[]) =>
    installed.has(id.split('.')[0]) && !known.includes(id)
  return [
    ...Object.keys(manifest.slots)
      .filter((id) => missing(id, slots))
      .map((id) => `fills the slot "${id}", which its module does not offer`),
    ...Object.keys(manifest.events.handles)
      .filter((id) => missing(id, events))
      .map((id) => `handles the event "${id}", which its module does not emit`),
    ...Object.keys(manifest.extensions.adds)
      .filter((id) => missing(id, points))
      .map((id) => `adds to the extension point "${id}", which its module does not offer`),
  ]
}

/** What one key of the manifest says about another. */
function ownProblems(manifest: ModuleManifest) {
  const emitted = new Set(manifest.events.emits.map(({ id }) => id))
  const subjectTables = manifest.subjects.filter(({ table }) => !(table in manifest.tables))
  return [
    ...manifest.webhooks
      .filter(({ event }) => !emitted.has(event))
      .map(
        ({ name, event }) =>
          `the webhook "${name}" sends "${event}", which the module does not emit`
      ),
    ...manifest.events.emits
      .filter(({ id }) => !/@\d+$/.test(id))
      .map(({ id }) => `the event "${id}" has no version; call it "${id}@1"`),
    ...subjectTables.map(
      ({ id, table }) => `the subject "${id}" names the table "${table}", which is not declared`
    ),
    ...manifest.onboarding
      .flatMap(({ id, done }) => (typeof done === 'function' ? [] : [{ id, table: done.table }]))
      .filter(({ table }) => !(table in manifest.tables))
      .map(
        ({ id, table }) =>
          `the onboarding step "${id}" counts rows of "${table}", which is no table of the module; name one, or read it in a file`
      ),
    ...manifest.drivers.families
      .filter(({ id }) => KERNEL_DRIVER_FAMILIES.some((family) => family.id === id))
      .map(({ id }) => `the driver family "${id}" is the kernel's`),
  ]
}
