import { ensureAllBranches } from '../access/branch_limits.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { declaredEvent } from './emit.ts'

/** Permission to see events and what became of them, and to have them handled again. */
export const MANAGE_EVENTS = 'kernel.event.manage'

/** @throws ForbiddenError, BranchLimitedError for readers of some branches: events are of all of them */
export function ensureMaySeeEvents(scope: Scope) {
  scope.ensure(MANAGE_EVENTS)
  ensureAllBranches(scope, 'What happened')
}

/** Whether somebody may see them: with the permission, in all branches. */
export const mayManageEvents = (scope: Scope) =>
  scope.can(MANAGE_EVENTS) && scope.branchIds === null

/** The sentence of the declaration without its full stop; the id of an event that nobody declares any more. */
export function titleOf(event: string): string {
  return declaredEvent(installedRegistry(), event)?.description.replace(/\.$/, '') ?? event
}
