import app from '@adonisjs/core/services/app'
import { chosenDriver } from '../../drivers/choices.ts'
import { driverFor } from '../../drivers/driver_for.ts'
import { SmsNotConfiguredError, SmsUnavailableError } from '../../sms/driver.ts'
import { keepInMailbox } from '../../sms/mailbox_driver.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { deliveryKey, type Handed, type OutgoingMessage } from '../outgoing.ts'
import type { Channel } from '../states.ts'

/** Channels of texts to phones. */
export type TextChannel = Exclude<Channel, 'mail'>

/** The family of drivers behind a channel. */
export const FAMILIES = { sms: 'kernel.sms', whatsapp: 'kernel.whatsapp' } as const

/** Milliseconds a service may take. */
const PATIENCE = 30_000

/**
 * Hands a text to the service that the organisation has chosen for its channel; outside production, without one, to
 * the mailbox of the developer.
 * @throws SmsError
 */
export async function handText(scope: Scope, message: OutgoingMessage): Promise<Handed> {
  const { channel, to, text, templateId, language, content } = message
  const family = FAMILIES[channel as TextChannel]
  const driver = await driverFor(scope, family)
  if (!driver && app.inProduction) throw new SmsNotConfiguredError()
  const sent = {
    to,
    text: text!,
    idempotencyKey: deliveryKey(scope, message),
    ...(templateId && {
      template: { id: templateId, language: language ?? 'en', values: valuesIn(content?.data) },
    }),
  }
  const { id } = await inTime((driver ?? keepInMailbox(scope, channel as TextChannel)).send(sent))
  return { providerId: id, driverId: driver ? await chosenDriver(scope, family) : null }
}

/** The values of the variables, as texts. */
function valuesIn(data: object = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, String(value ?? '')])
  )
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new SmsUnavailableError(`the service did not answer within ${PATIENCE / 1000} seconds.`))
  }, PATIENCE)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
