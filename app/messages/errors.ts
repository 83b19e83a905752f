import { KarkhanaError } from '../errors.ts'

/** The module that declared the template of a message is gone, or no longer declares it. */
export class TemplateGoneError extends KarkhanaError {
  constructor(template: string) {
    super('E_MESSAGE_TEMPLATE_GONE', 422, `There is no message "${template}" any more.`, {
      next: 'Switch its module on again, or write to the customer in another way.',
    })
  }
}

/** Another worker has the message in hand. The job is tried again when its time is over. */
export class MessageInHandError extends KarkhanaError {
  constructor() {
    super('E_MESSAGE_IN_HAND', 503, 'Another worker is sending this message.', {
      next: 'It is tried again by itself.',
    })
  }
}

/** A message to a member comes late, when their quiet hours have begun. */
export class MessageQuietError extends KarkhanaError {
  constructor() {
    super('E_MESSAGE_QUIET', 503, 'It is for somebody who wants to hear nothing at this time.', {
      next: 'It goes by itself when their quiet hours end.',
    })
  }
}

/** A message is asked for with no key, or with one that nobody can keep apart from others. */
export class MessageKeyError extends KarkhanaError {
  constructor() {
    super('E_MESSAGE_KEY', 500, 'A message needs a key that names its event.', {
      next: 'Give it one of 3 to 200 characters: jobcards.ready/<id of the run>.',
    })
  }
}
