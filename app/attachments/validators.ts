import vine from '@vinejs/vine'

/** A file that is announced. */
export const uploadValidator = vine.create({
  name: vine.string().trim().minLength(1).maxLength(500),
  bytes: vine.number().withoutDecimals().positive(),
})

/** Which part of it follows. */
export const partValidator = vine.create({
  part: vine.number().withoutDecimals().range([0, 99]),
})
