import db from '@adonisjs/lucid/services/db'
import { NotFoundError } from '../errors.ts'
import type { FieldValue } from '../fields/declaration.ts'
import { fieldText } from '../fields/text.ts'
import { NOWHERE } from '../identity/services/origin.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { checkValues, fieldsOf, merged } from './settings.ts'
import { readDeploymentChosen, writeDeploymentChosen } from './stored.ts'
import { effective } from './values.ts'

/** One setting of the whole deployment, as commands show it. */
export interface DeploymentSetting {
  module: string
  key: string
  label: string
  value: FieldValue
  default: FieldValue
}

/**
 * The settings that the administrator chooses for all organisations.
 * @throws NotFoundError when there is no such module
 */
export async function deploymentSettings(moduleId?: string): Promise<DeploymentSetting[]> {
  const manifests = installedRegistry()
    .manifests()
    .filter(({ id }) => moduleId === undefined || id === moduleId)
  if (moduleId !== undefined && manifests.length === 0) throw new NotFoundError('module', 'module')
  const found = await Promise.all(
    manifests.map(async ({ id, settings }) => {
      const fields = fieldsOf(settings, 'deployment')
      const values = effective(fields, (await readDeploymentChosen(id)).chosen)
      return fields.map((field) => ({
        module: id,
        key: field.key,
        label: field.label,
        value: values[field.key],
        default: field.default,
      }))
    })
  )
  return found.flat()
}

/**
 * One of them.
 * @throws NotFoundError
 */
export async function deploymentSetting(moduleId: string, key: string): Promise<DeploymentSetting> {
  const found = (await deploymentSettings(moduleId)).find((setting) => setting.key === key)
  if (!found) throw new NotFoundError('setting', 'key')
  return found
}

/**
 * Chooses a value; `undefined` goes back to the default. With `dryRun` nothing is written.
 * @throws NotFoundError, validation errors at `values.<key>`
 */
export async function setDeploymentSetting(
  moduleId: string,
  key: string,
  given: unknown,
  { who, dryRun = false }: { who: string; dryRun?: boolean }
): Promise<{ before: DeploymentSetting; after: DeploymentSetting }> {
  const before = await deploymentSetting(moduleId, key)
  const { settings } = installedRegistry().get(moduleId)!.manifest
  const fields = fieldsOf(settings, 'deployment')
  const field = fields.find((each) => each.key === key)!
  const values = await checkValues(fields, { [key]: given === undefined ? field.default : given })
  const after = { ...before, value: values[key] }
  if (dryRun || after.value === before.value) return { before, after }
  await db.transaction(async (client) => {
    await client.rawQuery('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `kernel.settings:${moduleId}`,
    ])
    const { chosen } = await readDeploymentChosen(moduleId, client)
    await writeDeploymentChosen(client, moduleId, merged(fields, chosen, values), who)
    await noteSecurityEvent(
      {
        kind: 'setting.deployment_changed',
        details: {
          module: moduleId,
          setting: field.label,
          from: fieldText(field, before.value),
          to: fieldText(field, after.value),
          by: who,
        },
      },
      NOWHERE,
      client
    )
  })
  return { before, after }
}
