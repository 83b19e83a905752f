import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { OnboardingCard } from './declaration.ts'
import { onboardingState } from './state.ts'
import { onboardingOf } from './steps.ts'

/**
 * The card of the start page: the first steps until they are done or put away, then a word of praise until it was read.
 * Somebody who comes when everything is done is shown neither. What is over is not counted any more.
 */
export async function onboardingCard(
  registry: Pick<ModuleRegistry, 'manifests'>,
  scope: Scope
): Promise<OnboardingCard | null> {
  if (scope.readOnly) return null
  const state = await onboardingState(scope)
  if (state.putAway || state.praised) return null
  const onboarding = await onboardingOf(registry, scope)
  if (onboarding.next) return { kind: 'steps', ...onboarding }
  return state.begun && onboarding.total > 0 ? { kind: 'praise' } : null
}
