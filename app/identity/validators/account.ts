import vine from '@vinejs/vine'
import { APPEARANCES, CONTRASTS, DENSITIES, LOCALES } from '../services/profile.ts'

const password = () => vine.string().maxLength(200)
const code = () => vine.string().maxLength(20)
const proof = {
  password: password().nullable().optional(),
  code: code().nullable().optional(),
}

export const profileValidator = vine.create({
  name: vine.string().trim().minLength(2).maxLength(100),
  phone: vine
    .string()
    .trim()
    .regex(/^\+?[0-9 ()-]{6,20}$/)
    .nullable()
    .optional(),
  locale: vine.enum(LOCALES),
})

export const languageValidator = vine.create({ locale: vine.enum(LOCALES) })

export const appearanceValidator = vine.create({
  appearance: vine.enum(APPEARANCES).optional(),
  contrast: vine.enum(CONTRASTS).optional(),
  density: vine.enum(DENSITIES).optional(),
})

export const emailChangeValidator = vine.create({
  ...proof,
  email: vine.string().trim().email().maxLength(254),
})

export const passwordChangeValidator = vine.create({
  currentPassword: password().nullable().optional(),
  code: code().nullable().optional(),
  password: password(),
})

export const proofValidator = vine.create(proof)

export const codeValidator = vine.create({ code: code() })

/** One of the two. */
export const challengeValidator = vine.create({
  code: code().nullable().optional(),
  recoveryCode: vine.string().trim().maxLength(40).nullable().optional(),
})

export const notificationsValidator = vine.create({
  wanted: vine.record(vine.boolean()).maxLength(50),
})

export const sessionIdValidator = vine.create({ id: vine.string().uuid() })

export const cursorValidator = vine.create({ cursor: vine.string().uuid().nullable().optional() })
