import type { FieldValue, FieldValues } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { currentUnit } from '../tenancy/unit.ts'
import type { SettingDeclaration, SettingsDeclaration, SettingsValues } from './declaration.ts'
import { NoSettingsError } from './errors.ts'
import { readChosen, type Chosen } from './stored.ts'

const known = new WeakMap<Scope, Map<string, Promise<FieldValues>>>()

/**
 * What holds for the module in this scope: what was chosen, else the defaults. Deployment, organisation and, of a
 * person, their own choices are one object. Read once per scope.
 * @throws NoSettingsError, ModuleInactiveError while the module is off
 */
export function settingsOf<Settings extends SettingsDeclaration>(
  scope: Scope,
  settings: Settings
): Promise<SettingsValues<Settings>>
export function settingsOf(scope: Scope, moduleId: string): Promise<FieldValues>
export async function settingsOf(
  scope: Scope,
  which: string | SettingsDeclaration
): Promise<FieldValues> {
  const { id, settings } = declared(which)
  scope.ensureReadable(id)
  // What an open transaction has changed may yet be undone: nothing of it is kept.
  if (currentUnit()?.mode === 'write') return valuesOf(scope, id, settings)
  let values = known.get(scope)
  if (!values) known.set(scope, (values = new Map()))
  const reading = values.get(id) ?? valuesOf(scope, id, settings)
  values.set(id, reading)
  reading.catch(() => values.delete(id))
  return reading
}

/** @internal After a change: the scope that made it reads afresh. */
export function forgetSettings(scope: Scope) {
  known.delete(scope)
}

/** Values of `fields` as they are stored, defaults where nothing is, or nothing that still fits. */
export function effective(fields: readonly SettingDeclaration[], chosen: Chosen): FieldValues {
  return Object.fromEntries(fields.map((field) => [field.key, valueOf(field, chosen[field.key])]))
}

function valueOf(field: SettingDeclaration, stored: FieldValue | undefined): FieldValue {
  const fallback = field.default ?? (field.kind === 'switch' ? false : null)
  if (stored === undefined) return fallback
  if (stored === null) return field.required ? fallback : null
  const reading = readField(field, stored)
  return 'value' in reading ? reading.value : fallback
}

async function valuesOf(scope: Scope, id: string, { fields }: SettingsDeclaration) {
  const stored = await readChosen(scope, id)
  const of = (wanted: SettingDeclaration['scope']) =>
    effective(
      fields.filter((field) => field.scope === wanted),
      stored[wanted].chosen
    )
  return { ...of('deployment'), ...of('organisation'), ...of('user') }
}

function declared(which: string | SettingsDeclaration) {
  const manifest = installedRegistry()
    .manifests()
    .find(({ id, settings }) => (typeof which === 'string' ? id === which : settings === which))
  if (!manifest?.settings) {
    throw new NoSettingsError(typeof which === 'string' ? which : which.view.split('.')[0])
  }
  return { id: manifest.id, settings: manifest.settings }
}
