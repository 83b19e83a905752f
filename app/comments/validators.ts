import vine from '@vinejs/vine'

const comment = {
  body: vine.string().trim().minLength(1).maxLength(5000),
  mentions: vine.array(vine.string().uuid()).maxLength(20).optional(),
}

/** A new comment. */
export const commentValidator = vine.create({ ...comment })

/** A changed one, with the version that was read. */
export const commentChangeValidator = vine.create({
  ...comment,
  version: vine.number().withoutDecimals().positive().optional(),
})
