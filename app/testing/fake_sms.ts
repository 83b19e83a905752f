import { AssertionError } from 'node:assert'
import {
  SmsRefusedError,
  SmsUnavailableError,
  type OutgoingSms,
  type SmsDriver,
} from '../sms/driver.ts'

/**
 * A service for text messages that sends nothing and remembers everything:
 * `const sms = fakeDriver('kernel.sms', new FakeSms())`.
 */
export class FakeSms implements SmsDriver {
  readonly sent: OutgoingSms[] = []
  #failure: Error | null = null

  send(message: OutgoingSms): Promise<{ id: string }> {
    if (this.#failure) return Promise.reject(this.#failure)
    const known = this.sent.findIndex((each) => each.idempotencyKey === message.idempotencyKey)
    if (known < 0) this.sent.push(message)
    return Promise.resolve({ id: `fake-${known < 0 ? this.sent.length : known + 1}` })
  }

  /** From now on every message is refused for good. */
  refuse(reason = 'the number does not exist.'): this {
    this.#failure = new SmsRefusedError(reason)
    return this
  }

  /** From now on the service cannot be reached. */
  fail(reason = 'the service is down.'): this {
    this.#failure = new SmsUnavailableError(reason)
    return this
  }

  /** It works again. */
  recover(): this {
    this.#failure = null
    return this
  }

  /** One message went to this number (E.164), with this text. */
  assertSent(to: string, text: string | RegExp = /./) {
    if (this.#matching(to, text).length === 1) return
    this.#complain(`One text message to ${to} with ${String(text)} should have been sent.`)
  }

  /** Nothing went to this number. */
  assertNotSent(to: string) {
    if (this.#matching(to, /./).length === 0) return
    this.#complain(`No text message to ${to} should have been sent.`)
  }

  /** Nothing went at all. */
  assertNothingSent() {
    if (this.sent.length === 0) return
    this.#complain('No text message should have been sent.')
  }

  #matching(to: string, text: string | RegExp) {
    return this.sent.filter(
      (each) =>
        each.to === to &&
        (typeof text === 'string' ? each.text.includes(text) : text.test(each.text))
    )
  }

  #complain(message: string): never {
    const went = this.sent.map(({ to, text }) => `  ${to}: ${text}`).join('\n') || '  nothing'
    throw new AssertionError({ message: `${message} What went:\n${went}` })
  }
}
