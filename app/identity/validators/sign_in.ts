import vine from '@vinejs/vine'

/** A new password; how good it is says `ensureGoodPassword`. */
const password = () => vine.string().maxLength(200)

export const forgotValidator = vine.create({ email: vine.string().trim().email().maxLength(254) })

export const newPasswordValidator = vine.create({ password: password() })

export const confirmRegistrationValidator = vine.create({ password: password().optional() })

export const strengthValidator = vine.create({
  password: vine.string().maxLength(200),
  words: vine.array(vine.string().maxLength(100).nullable()).maxLength(10).optional(),
})
