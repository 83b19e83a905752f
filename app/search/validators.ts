import vine from '@vinejs/vine'

/** What is looked for, and how many hits of each kind are wanted. */
export const searchValidator = vine.create({
  q: vine.string().maxLength(100).optional(),
  limit: vine.number().withoutDecimals().min(1).max(20).optional(),
})
