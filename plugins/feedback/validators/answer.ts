import vine from '@vinejs/vine'

/** What a customer sends. */
export const answerValidator = vine.create({
  score: vine.number().withoutDecimals().range([0, 10]),
  comment: vine.string().trim().maxLength(2000).nullable().optional(),
})
