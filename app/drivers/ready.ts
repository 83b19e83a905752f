import { KarkhanaError } from '../errors.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { settingsOf } from '../module_settings/values.ts'
import { ensureOutside } from '../outside/ensure_outside.ts'
import { readSecret } from '../secrets/vault.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { DriverDefinition } from './declaration.ts'
import { DriverTestError, NothingToTestError } from './errors.ts'
import { moduleOf } from './offers.ts'

/** Milliseconds a service may take to answer a test. */
const PATIENCE = 20_000

/** What is missing before the driver can work: a required setting without a value, or what the driver itself says. */
export async function missingOf(scope: Scope, driver: DriverDefinition): Promise<string | null> {
  const inside = await insideScope(scope)
  const { settings } = installedRegistry().get(moduleOf(driver.id))!.manifest
  if (settings) {
    const values = await settingsOf(inside, moduleOf(driver.id))
    const empty = settings.fields.find(
      ({ key, required, scope: owner }) => required && owner !== 'user' && values[key] === null
    )
    if (empty) return `Fill in “${empty.label}” in its settings.`
  }
  return (await driver.ready?.(inside)) ?? null
}

/**
 * Asks the service something that changes nothing. What a service answers may repeat the key it was called with, in an
 * address or in words: keys are masked in whatever is told.
 * @returns what the driver says about the answer
 * @throws NothingToTestError, DriverTestError
 */
export async function tryDriver(scope: Scope, driver: DriverDefinition): Promise<string> {
  if (!driver.test) throw new NothingToTestError()
  ensureOutside(driver.label)
  const inside = await insideScope(scope)
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('it did not answer in time.')), PATIENCE)
  try {
    return await withoutKeys(inside, driver, await Promise.race([driver.test(inside), promise]))
  } catch (error) {
    const { message, next } = error as Partial<KarkhanaError>
    const reason =
      error instanceof KarkhanaError ? [message, next].filter(Boolean).join(' ') : message
    const told = await withoutKeys(inside, driver, reason ?? 'the reason is unknown.')
    throw new DriverTestError(driver.label, told, error)
  } finally {
    clearTimeout(timer)
  }
}

async function withoutKeys(scope: Scope, driver: DriverDefinition, text: string): Promise<string> {
  const { secrets } = installedRegistry().get(moduleOf(driver.id))!.manifest
  const keys = await Promise.all(secrets.map(({ key }) => readSecret(scope, key)))
  return keys
    .filter((key): key is string => key !== null && key !== '')
    .flatMap((key) => [key, encodeURIComponent(key)])
    .reduce((masked, key) => masked.replaceAll(key, '•••'), text)
}

/** Drivers see the organisation as Karkhana itself does, never a person's own choices. */
export const insideScope = (scope: Scope): Promise<Scope> =>
  systemScope(scope.organisationId, 'kernel.drivers', scope.requestId)
