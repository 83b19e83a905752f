import vine from '@vinejs/vine'

/** The fields of an Indian address in a request, as `KAddress` sends them; a PIN code may have its blank: `411 004`. */
export const addressFields = () => ({
  addressLine1: vine.string().trim().minLength(1).maxLength(100),
  city: vine.string().trim().minLength(1).maxLength(50),
  stateCode: vine.string().trim().maxLength(3).nullable().optional(),
  postalCode: vine
    .string()
    .trim()
    .regex(/^[1-9][0-9]{2} ?[0-9]{3}$/)
    .transform((pin) => pin.replace(' ', '')),
})

/** A phone number as people write it. */
export const phoneField = () =>
  vine
    .string()
    .trim()
    .regex(/^\+?[0-9 ()-]{6,20}$/)

/** Number of a tax registration; the module of the country's taxes checks what it means. */
export const taxIdField = () => vine.string().trim().maxLength(20).nullable().optional()

/** An organisation that is founded, with its first place of business, as `founding_fields.vue` sends it. */
export const foundingFields = () => ({
  ...addressFields(),
  organisationName: vine.string().trim().minLength(2).maxLength(100),
  legalName: vine.string().trim().minLength(3).maxLength(100).nullable().optional(),
  country: vine.enum(['IN'] as const),
  taxId: taxIdField(),
  phone: phoneField().nullable().optional(),
})
