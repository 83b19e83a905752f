import vine from '@vinejs/vine'

export const driverChoiceValidator = vine.create({
  driver: vine.string().maxLength(120).nullable(),
})
