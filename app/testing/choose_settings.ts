import { changeSettings } from '../module_settings/settings.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * Chooses settings of the organisation as the page of the module does:
 * `await chooseSettings(scope, 'jobcards', { ready_sms: true })`.
 */
export async function chooseSettings(
  scope: Scope,
  moduleId: string,
  values: Record<string, unknown>
): Promise<void> {
  await changeSettings(scope, moduleId, 'organisation', { values })
}
