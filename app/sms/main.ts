/**
 * Text messages: queued in the caller's transaction, handed to the service that the organisation has chosen.
 */
export {
  SmsError,
  SmsNotConfiguredError,
  SmsRefusedError,
  SmsUnavailableError,
  type OutgoingSms,
  type SmsDriver,
  type WhatsAppDriver,
} from './driver.ts'
export {
  sendText,
  sendWordedText,
  type NewText,
  type NewWordedText,
} from '../messages/send_text.ts'
export type { TextChannel } from '../messages/channels/text.ts'
export { countSms, listSms, smsBetween, type LoggedSms, type SmsCount, type SmsLog } from './log.ts'
export { sendSms, type NewSms, type QueuedSms } from './send_sms.ts'
