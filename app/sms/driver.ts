import { DeliveryError } from '../messages/delivery_error.ts'

/** One text message on its way out. */
export interface OutgoingSms {
  /** E.164: `+919822012345`. */
  to: string
  text: string
  /** The same at every attempt; a service that knows such keys sends the message once. */
  idempotencyKey: string
  /** The declared message that the text was made from, for services that send approved templates only. */
  template?: { id: string; language: string; values: Record<string, string> }
}

/** Sends text messages through one service. Drivers of the family `kernel.sms` implement it. */
export interface SmsDriver {
  /**
   * Hands one message over, outside of every transaction, within 30 seconds.
   * @returns the id by which the service knows the message
   * @throws SmsRefusedError when trying again cannot help, SmsUnavailableError when it can
   */
  send(message: OutgoingSms): Promise<{ id: string }>
}

/**
 * Sends WhatsApp messages through one service. Drivers of the family `kernel.whatsapp` implement it; what starts a
 * conversation there has to be a template that the service has approved, so they look up theirs by `template.id` and
 * `template.language` and pass its values on.
 */
export type WhatsAppDriver = SmsDriver

/** A text message that was not handed over. */
export class SmsError extends DeliveryError {}

/** The service said no for good: a number that does not exist, a text it does not take. */
export class SmsRefusedError extends SmsError {
  constructor(reason: string, cause?: unknown) {
    super('E_SMS_REFUSED', 422, `The text message was refused: ${reason}`, {
      next: 'Check the phone number and the text, then send again.',
      permanent: true,
      cause,
    })
  }
}

/** The message may go through later: a network fault, a busy service, a key that does not work now. */
export class SmsUnavailableError extends SmsError {
  /** Seconds after which the service wants to be asked again; `null` when it did not say. */
  readonly retryAfter: number | null

  constructor(
    reason: string,
    cause?: unknown,
    { retryAfter = null }: { retryAfter?: number | null } = {}
  ) {
    super('E_SMS_UNAVAILABLE', 503, `The text message could not be sent now: ${reason}`, {
      next: 'It is tried again by itself; if it keeps failing, an admin checks Settings → Services.',
      permanent: false,
      cause,
    })
    this.retryAfter = retryAfter
  }
}

/** The organisation has chosen no service for text messages. */
export class SmsNotConfiguredError extends SmsError {
  constructor() {
    super('E_SMS_NOT_CONFIGURED', 422, 'No service for text messages is chosen.', {
      next: 'An admin chooses one under Settings → Services, then sends the message again from there.',
      permanent: true,
    })
  }
}
