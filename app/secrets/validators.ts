import vine from '@vinejs/vine'

export const secretValidator = vine.create({ value: vine.string().maxLength(5_000) })
