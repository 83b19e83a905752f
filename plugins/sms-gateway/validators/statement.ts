import vine from '@vinejs/vine'

/** A month, `YYYY-MM`. */
export const statementValidator = vine.create({
  month: vine.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
})
