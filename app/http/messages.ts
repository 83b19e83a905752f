import { SimpleMessagesProvider } from '@vinejs/vine'
import type { Language } from '../lang/declaration.ts'
import { labelIn } from '../lang/translate.ts'

/** What is wrong with a field and what to do, in words that fit under any label; `{min}` as in all texts. */
const MESSAGES = {
  'required': 'This is missing. Please fill it in.',
  'string': 'This must be a text.',
  'number': 'This must be a number.',
  'min': 'This must be {min} or more.',
  'max': 'This must be {max} or less.',
  'withoutDecimals': 'This must be a whole number.',
  'positive': 'This must be more than zero.',
  'boolean': 'This must be yes or no.',
  'enum': 'Choose one of the values offered.',
  'email': 'This is not an e-mail address. It looks like name@example.com.',
  'regex': 'This is not written as it should be. Check the characters.',
  'minLength': 'This is too short: {min} characters or more.',
  'maxLength': 'This is too long: {max} characters at most.',
  'uuid': 'Choose a record from the list.',
  'date': 'This is not a date.',
  'array': 'This must be a list.',
  'array.minLength': 'At least {min} of these are needed.',
  'array.maxLength': 'At most {max} of these are possible.',
  'object': 'This must be a group of fields.',
  'postalCode.regex': 'A PIN code has six digits and does not start with 0.',
  'phone.regex': 'A phone number has 6 to 20 digits; spaces and a leading + are fine.',
  'code.regex': 'One to four capital letters or digits.',
}

/** The messages in English, for validators outside of requests. */
export const fieldMessages = provider('en')

const providers = new Map<Language, SimpleMessagesProvider>([['en', fieldMessages]])

/** The messages in the language of the reader. */
export function fieldMessagesIn(language: Language): SimpleMessagesProvider {
  const known = providers.get(language)
  if (known) return known
  const written = provider(language)
  providers.set(language, written)
  return written
}

/** VineJS writes the values in double braces. */
function provider(language: Language): SimpleMessagesProvider {
  const texts = Object.entries(MESSAGES).map(([rule, text]) => [
    rule,
    labelIn(language, 'kernel', text).replace(/\{(\w+)\}/g, '{{ $1 }}'),
  ])
  return new SimpleMessagesProvider(Object.fromEntries(texts) as Record<string, string>)
}
