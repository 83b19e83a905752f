import type { Understood } from '../http/understand_error.ts'
import type { Language } from './declaration.ts'
import { labelIn } from './translate.ts'

/**
 * An error in the words of its reader: every sentence that the texts of the kernel, or of the module whose page it
 * happened on, have word for word. Sentences that name a record or a number stay in English.
 */
export function errorIn(language: Language, owner: string, error: Understood): Understood {
  if (language === 'en') return error
  const say = (text: string) => labelIn(language, owner, text)
  const both = (message: string, next?: string) => [message, next].filter(Boolean).join(' ')
  const message = say(error.message)
  const next = error.next && say(error.next)
  const whole = both(error.message, error.next)
  return {
    ...error,
    message,
    next,
    fields: error.fields.map((each) => ({
      field: each.field,
      message: each.message === whole ? both(message, next) : say(each.message),
    })),
  }
}
