import vine, { SimpleMessagesProvider } from '@vinejs/vine'

export const settingsValidator = vine.create({
  discountLimitPercent: vine
    .string()
    .trim()
    .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/),
  version: vine.number().withoutDecimals().min(0),
})

settingsValidator.messagesProvider = new SimpleMessagesProvider({
  'discountLimitPercent.regex': 'Enter a percentage from 0 to 100.',
  'required': 'This is needed.',
})
