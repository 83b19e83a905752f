export { Scope, type ScopeBranch, type ScopeOrganisation } from './tenancy/scope.ts'
export { type Unit } from './tenancy/unit.ts'
export { systemActor, type Actor } from './tenancy/actor.ts'
export { systemScope, memberScope } from './tenancy/open_scope.ts'
export {
  KarkhanaError,
  NotFoundError,
  ForbiddenError,
  RuleError,
  VersionConflictError,
  ModuleInactiveError,
} from './errors.ts'
export { ensureVisible, isVisible, visible } from './access/visibility.ts'
export { branchLimit, ensureAllBranches } from './access/branch_limits.ts'
export { makeLink, revokeLinks, type LinkInput, type LinkSubject } from './links/links.ts'
export type { OpenedLink } from './links/opened_link.ts'
export { slotFaults, type SlotFault } from './slots/faults.ts'
export { extend, type ExtensionAnswer } from './extensions/extend.ts'
export { ExtensionAnswerError, ExtensionFailedError } from './extensions/errors.ts'
export { nextNumber } from './numbers/series.ts'
export { ensureReal } from './samples/ensure_real.ts'
export { ModuleRegistry } from './modules/registry.ts'
export { activeMembers } from './identity/services/members.ts'
export { getBranch } from './branches/branches.ts'
export { addWorkingMinutes, isOpen, workingMinutesBetween } from './branches/calendar.ts'
export { printedLogo } from './settings/logos.ts'
export { once } from './events/once.ts'
export { newestComments, type WrittenComment } from './comments/newest_comments.ts'
export { recordHistory, type HistoryEntry } from './audit/history.ts'
export { mailSenderOf } from './settings/brand.ts'
export { defaultsOf, fieldProperties, fieldSchema } from './fields/schema.ts'
export { readField } from './fields/read_field.ts'
export { parsePhone } from './fields/phone.ts'
export { customFieldsOf, personalCustomKeys } from './custom_fields/definitions.ts'
export { customInput, customOf, withCustom } from './custom_fields/values.ts'
export { printedCustomFields } from './custom_fields/text.ts'
export type { CustomField, CustomValues } from './custom_fields/declaration.ts'
export { settingsOf } from './module_settings/values.ts'
export { driverFor } from './drivers/driver_for.ts'
export { labelIn, languageOf, translate } from './lang/translate.ts'
export { wordsOf, type Words } from './lang/words.ts'
export type { Language, TextParams } from './lang/declaration.ts'
export { notifyMembers, type NotificationInput } from './notifications/notify.ts'
export { readSecret } from './secrets/vault.ts'
export {
  addressProblem,
  callService,
  ServiceUnreachableError,
  type ServiceAnswer,
  type ServiceCall,
} from './outside/call_service.ts'
export { ensureOutside } from './outside/ensure_outside.ts'
export { byStep, stepsOf } from './widgets/period.ts'
