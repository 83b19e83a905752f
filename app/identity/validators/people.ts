import vine from '@vinejs/vine'
import { foundingFields } from '../../places/address_fields.ts'

const email = () => vine.string().trim().email().maxLength(254)
/** How good a password is says `ensureGoodPassword`. */
const password = () => vine.string().maxLength(200)

export const signInValidator = vine.create({
  email: vine.string().trim().maxLength(254),
  password: vine.string().maxLength(200),
  remember: vine.boolean().optional(),
  /** Page of this site to open then: the form that was sent after the session had ended. */
  to: vine.string().maxLength(2000).nullable().optional(),
})

export const registrationValidator = vine.create({
  ...foundingFields(),
  name: vine.string().trim().minLength(2).maxLength(100),
  email: email(),
  password: password().optional(),
})

export const organisationSwitchValidator = vine.create({ organisationId: vine.string().uuid() })
