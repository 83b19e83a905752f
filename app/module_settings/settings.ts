import { errors as vineErrors } from '@vinejs/vine'
import { NotFoundError, VersionConflictError } from '../errors.ts'
import type { FieldDeclaration, FieldValue, FieldValues } from '../fields/declaration.ts'
import { fieldSchema } from '../fields/schema.ts'
import { isReadable } from '../modules/gate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { SettingDeclaration, SettingScope, SettingsDeclaration } from './declaration.ts'
import { NoPreferencesError, UnknownSettingError } from './errors.ts'
import { lockChosen, readChosen, writeChosen, type Chosen, type Place } from './stored.ts'
import { effective, forgetSettings } from './values.ts'

/** Whose choices a page or a program deals with; those of the deployment are made by `ace settings:set`. */
export type Owner = Exclude<SettingScope, 'deployment'>

/** Settings as a page or a program gets them. */
export interface SettingsView {
  module: { id: string; name: string; description: string }
  fields: (FieldDeclaration & { default: FieldValue })[]
  values: FieldValues
  /** Sent back with a change, to notice that somebody else changed them meanwhile; 0 at first. */
  version: number
  /** `null` when the reader may change them, else why not. */
  locked: string | null
}

/** What was changed, for the answer and the messages. */
export interface SettingsChange {
  values: FieldValues
  version: number
  changed: string[]
}

/**
 * The settings of a module as the reader sees them.
 * @throws NotFoundError when there are none, ModuleInactiveError, ForbiddenError, NoPreferencesError
 */
export async function describeSettings(
  scope: Scope,
  moduleId: string,
  owner: Owner
): Promise<SettingsView> {
  const { manifest, settings, fields } = wanted(scope, moduleId, owner)
  scope.ensureReadable(moduleId)
  if (owner === 'organisation') scope.ensure(settings.view)
  else ownPlace(scope)
  const { chosen, version } = (await readChosen(scope, moduleId))[owner]
  return {
    module: { id: manifest.id, name: manifest.name, description: manifest.description },
    fields: fields.map(({ scope: _, ...field }) => field),
    values: effective(fields, chosen),
    version,
    locked: whyLocked(scope, moduleId, owner === 'organisation' ? settings.change : null),
  }
}

/**
 * Changes some of the settings; what is not given stays. A value that equals its default is not kept, so that a later
 * default of the module holds.
 * @throws NotFoundError, ModuleInactiveError, ModuleArchivedError, ForbiddenError, NoPreferencesError,
 *   UnknownSettingError, VersionConflictError, validation errors at `values.<key>`
 */
export async function changeSettings(
  scope: Scope,
  moduleId: string,
  owner: Owner,
  input: { values: Record<string, unknown>; version?: number }
): Promise<SettingsChange> {
  const { settings, fields } = wanted(scope, moduleId, owner)
  scope.ensureModule(moduleId)
  if (owner === 'organisation') scope.ensure(settings.change)
  const place: Place = owner === 'organisation' ? { table: 'module_settings' } : ownPlace(scope)
  const values = await checkValues(fields, input.values)
  const change = await scope.work((unit) =>
    save(unit, place, moduleId, fields, values, input.version)
  )
  forgetSettings(scope)
  return change
}

/** Ids of the modules in use whose settings are each person's own choice. */
export function modulesWithPreferences({ modules }: Pick<Scope, 'modules'>): string[] {
  return installedRegistry()
    .manifests()
    .filter(
      ({ id, settings }) => isReadable({ modules }, id) && fieldsOf(settings, 'user').length > 0
    )
    .map(({ id }) => id)
}

/** The fields whose choice is `owner`'s. */
export function fieldsOf(
  settings: SettingsDeclaration | null,
  owner: SettingScope
): SettingDeclaration[] {
  return (settings?.fields ?? []).filter((field) => field.scope === owner)
}

/**
 * Holds given values against the declaration.
 * @throws UnknownSettingError, validation errors at `values.<key>`
 */
export async function checkValues(
  fields: readonly SettingDeclaration[],
  given: Record<string, unknown>
): Promise<FieldValues> {
  const keys = fields.map(({ key }) => key)
  const unknown = Object.keys(given).find((key) => !keys.includes(key))
  if (unknown !== undefined) throw new UnknownSettingError(unknown.slice(0, 80), keys)
  try {
    return await fieldSchema(fields, { partial: true }).validate(given)
  } catch (error) {
    if (!(error instanceof vineErrors.E_VALIDATION_ERROR)) throw error
    const messages = error.messages as { field: string }[]
    throw new vineErrors.E_VALIDATION_ERROR(
      messages.map((message) => ({ ...message, field: `values.${message.field}` }))
    )
  }
}

/** The choices after a change: equal to the default is as good as not chosen; foreign keys stay untouched. */
export function merged(
  fields: readonly SettingDeclaration[],
  chosen: Chosen,
  values: FieldValues
): Chosen {
  const next = { ...chosen }
  for (const { key, default: fallback, kind } of fields) {
    if (!(key in values)) continue
    if (values[key] === (fallback ?? (kind === 'switch' ? false : null))) delete next[key]
    else next[key] = values[key]
  }
  return next
}

async function save(
  unit: Unit,
  place: Place,
  moduleId: string,
  fields: SettingDeclaration[],
  values: FieldValues,
  seen: number | undefined
): Promise<SettingsChange> {
  const stored = await lockChosen(unit, place, moduleId)
  const before = effective(fields, stored.chosen)
  if (seen !== undefined && seen !== stored.version) {
    throw new VersionConflictError({ values: before, version: stored.version }, seen)
  }
  const changed = Object.keys(values).filter((key) => values[key] !== before[key])
  if (changed.length === 0) return { values: before, version: stored.version, changed }
  const chosen = merged(fields, stored.chosen, values)
  const version = await writeChosen(unit, place, moduleId, chosen)
  return { values: effective(fields, chosen), version, changed }
}

function wanted(scope: Scope, moduleId: string, owner: Owner) {
  const manifest: ModuleManifest | undefined = installedRegistry().get(moduleId)?.manifest
  // A module that is off answers as if it did not exist, whether it has settings or not.
  if (manifest) scope.ensureReadable(moduleId)
  const fields = fieldsOf(manifest?.settings ?? null, owner)
  if (!manifest?.settings || fields.length === 0) throw new NotFoundError('page')
  return { manifest, settings: manifest.settings, fields }
}

function ownPlace({ actor }: Scope): Extract<Place, { member: string }> {
  if (!actor.memberId) throw new NoPreferencesError()
  return { table: 'user_module_settings', member: actor.memberId }
}

function whyLocked(scope: Scope, moduleId: string, permission: string | null): string | null {
  if (!scope.active(moduleId)) return 'The module is archived: its settings can be read only.'
  if (scope.readOnly) return 'Nothing can be changed while you only look.'
  if (permission && !scope.can(permission)) {
    return 'Your role may see these settings, not change them.'
  }
  return null
}
