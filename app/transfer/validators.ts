import vine from '@vinejs/vine'

/** Which of the two formats a file comes in. */
export const formatValidator = vine.create({
  format: vine.enum(['csv', 'xlsx'] as const).optional(),
})

/** Column key to the place of its heading in the file, counted from 0. */
export const mappingValidator = vine.create({
  mapping: vine.record(vine.number().withoutDecimals().min(0).max(200).nullable()),
})

export const fileNameValidator = vine.create({
  name: vine.string().trim().maxLength(200).optional(),
})
