import vine, { SimpleMessagesProvider } from '@vinejs/vine'

const day = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** Paise; ₹10,000 crore is more than any workshop posts at once. */
const amount = () =>
  vine.number().withoutDecimals().min(0).max(10_000_000_000_000).nullable().optional()
const narration = () => vine.string().trim().minLength(3).maxLength(300)

const account = {
  code: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9.-]{1,11}$/),
  name: vine.string().trim().minLength(2).maxLength(80),
  group: vine.string().maxLength(40),
}

export const accountValidator = vine.create(account)
export const accountChangeValidator = vine.create({
  ...account,
  version: vine.number().withoutDecimals().min(1),
})
export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).nullable().optional(),
})
export const journalValidator = vine.create({
  date: day(),
  narration: narration(),
  lines: vine
    .array(
      vine.object({
        account: vine.string().trim().maxLength(120),
        debit: amount(),
        credit: amount(),
        memo: vine.string().trim().maxLength(200).nullable().optional(),
      })
    )
    .minLength(2)
    .maxLength(200),
})
export const reversalValidator = vine.create({ date: day(), narration: narration() })
export const lockValidator = vine.create({
  lockedUntil: day().nullable(),
  reason: vine.string().trim().minLength(5).maxLength(300),
})
export const trialBalanceValidator = vine.create({ date: day().optional() })

const messages = new SimpleMessagesProvider({
  'required': 'Fill this in.',
  'date.regex': 'Enter a date.',
  'lockedUntil.regex': 'Enter a date.',
  'code.regex': 'A code has 2 to 12 letters, digits, dots and dashes.',
  'lines.array.minLength': 'An entry needs two lines or more.',
  'lines.minLength': 'An entry needs two lines or more.',
  'lines.*.account.required': 'Choose an account.',
  'number': 'Enter an amount.',
  'withoutDecimals': 'Enter an amount with at most two decimals.',
  'min': 'Enter an amount that is not below zero.',
  'max': 'This amount is too large.',
  'minLength': 'Enter at least {{ min }} characters.',
  'maxLength': 'Enter at most {{ max }} characters.',
  'string': 'Enter a text.',
})
const validators = [accountValidator, accountChangeValidator, lookupValidator, journalValidator]
for (const validator of [...validators, reversalValidator, lockValidator, trialBalanceValidator]) {
  validator.messagesProvider = messages
}
