/** What modules ask language models with, and what drivers of models are written with. */
export { askModel, type ModelQuestion, type ModelReply } from './ask_model.ts'
export { modelOffer, type ModelOffer } from './offer.ts'
export type { KnownPersonal } from './redact.ts'
export {
  ModelRefusedError,
  ModelUnavailableError,
  type ModelAnswer,
  type ModelDriver,
  type ModelPrice,
  type ModelRequest,
} from './driver.ts'
export type { AiPurpose } from './purpose.ts'
