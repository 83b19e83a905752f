import vine from '@vinejs/vine'

const email = () => vine.string().trim().email().maxLength(254)
/** How good a password is says `ensureGoodPassword`. */
const password = () => vine.string().maxLength(200)
const phone = () =>
  vine
    .string()
    .trim()
    .regex(/^\+?[0-9 ()-]{6,20}$/)

export const signInValidator = vine.create({
  email: vine.string().trim().maxLength(254),
  password: vine.string().maxLength(200),
  remember: vine.boolean().optional(),
  /** Page of this site to open then: the form that was sent after the session had ended. */
  to: vine.string().maxLength(2000).nullable().optional(),
})

const address = {
  addressLine1: vine.string().trim().minLength(1).maxLength(100),
  city: vine.string().trim().minLength(1).maxLength(50),
  stateCode: vine.string().trim().maxLength(3).nullable().optional(),
  postalCode: vine
    .string()
    .trim()
    .regex(/^[1-9][0-9]{5}$/),
  taxId: vine.string().trim().maxLength(20).nullable().optional(),
}

export const registrationValidator = vine.create({
  ...address,
  organisationName: vine.string().trim().minLength(2).maxLength(100),
  legalName: vine.string().trim().minLength(3).maxLength(100).nullable().optional(),
  country: vine.enum(['IN'] as const),
  phone: phone().nullable().optional(),
  name: vine.string().trim().minLength(2).maxLength(100),
  email: email(),
  password: password().optional(),
})

export const organisationSwitchValidator = vine.create({ organisationId: vine.string().uuid() })
