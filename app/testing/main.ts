export { makeWorkshop, Workshop, TEST_PASSWORD, type WorkshopMember } from './workshop.ts'
export { registeredRoutes, type RegisteredRoute } from '../http/registered_routes.ts'
export { runEnvelope } from '../jobs/run_envelope.ts'
export { loadJobs } from '../jobs/worker.ts'
export { quietRun as makeJobRun } from '../jobs/run.ts'
export { addHandlers, emittedEvents, runEvents, type EmittedEvent } from './events.ts'
export { tickSchedules } from './schedules.ts'
export {
  deliveredWebhooks,
  receiveWebhooks,
  type LoggedWebhook,
  type ReceivedWebhook,
  type WebhookReceiver,
} from './webhooks.ts'
export { beginTestSession } from './session.ts'
export { publicRoutes } from '../http/public_routes.ts'
export { KERNEL_JOBS } from '../jobs/kernel_jobs.ts'
export {
  CHECKS,
  defineModuleSuite,
  ModuleUnderTest,
  type ModuleCheck,
  type SuiteOptions,
} from './suite/main.ts'
export { asking, fillIn, MISSING, type Ask, type Asking } from './suite/requests.ts'
export { fakeDriver, restoreDrivers } from '../drivers/fakes.ts'
export { FakeModel, type FakeAnswer } from './fake_model.ts'
export { deliverMessages } from './deliver_messages.ts'
export { FakeSms } from './fake_sms.ts'
export { textProblems } from '../lang/problems.ts'
export { saveAiSettings as chooseAiSettings } from '../ai/settings.ts'
export { chooseSettings } from './choose_settings.ts'
export { chooseDriver } from '../drivers/choices.ts'
export { storeSecret } from '../secrets/vault.ts'
export { foundBy, settleSearch } from './search.ts'
export { timelineOf } from './timeline.ts'
