import vine from '@vinejs/vine'

/** A change of settings; the values are checked by the declaration of the module. */
export const settingsChangeValidator = vine.create({
  values: vine.object({}).allowUnknownProperties(),
  version: vine.number().withoutDecimals().min(0).max(2_147_483_647).optional(),
})
