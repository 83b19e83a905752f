import vine from '@vinejs/vine'

const name = () => vine.string().trim().minLength(2).maxLength(100)
const email = () => vine.string().trim().email().maxLength(254)

export const organisationOptions = vine.create({
  name: name(),
  legalName: vine.string().trim().minLength(3).maxLength(100).optional(),
  gstin: vine.string().trim().maxLength(20).optional(),
  state: vine.string().trim().maxLength(3).optional(),
  address: vine.string().trim().minLength(1).maxLength(100),
  city: vine.string().trim().minLength(1).maxLength(50),
  postalCode: vine
    .string()
    .trim()
    .regex(/^[1-9][0-9]{5}$/),
  phone: vine
    .string()
    .trim()
    .regex(/^\+?[0-9 ()-]{6,20}$/)
    .optional(),
  ownerName: name(),
  ownerEmail: email(),
})

export const listOptions = vine.create({
  search: vine.string().trim().maxLength(100).optional(),
  partner: vine.string().trim().maxLength(100).optional(),
  state: vine.enum(['active', 'suspended'] as const).optional(),
  cursor: vine.string().maxLength(600).optional(),
  limit: vine.number().withoutDecimals().min(1).max(1000),
})

export const suspensionOptions = vine.create({
  reason: vine.string().trim().minLength(3).maxLength(200),
})

export const userOptions = vine.create({ name: name(), email: email() })

export const partnerOptions = vine.create({
  name: name(),
  managerName: name(),
  managerEmail: email(),
})
