import { customInput } from '@karkhana/kernel'
import vine from '@vinejs/vine'

const text = (max: number) => vine.string().trim().maxLength(max).nullable().optional()
const name = () => vine.string().trim().minLength(1).maxLength(60)

const fields = {
  contactId: vine.string().uuid(),
  // Longer than any number on purpose: the message then says what a number looks like.
  registration: text(40),
  vin: text(40),
  make: name(),
  model: name(),
  variant: text(60),
  fuel: vine.enum(['ev', 'petrol', 'diesel', 'cng', 'hybrid'] as const),
  odometerKm: vine.number().withoutDecimals().min(0).max(9_999_999).nullable().optional(),
  odometerReason: text(200),
  notes: text(2000),
  custom: customInput(),
}

export const vehicleValidator = vine.create(fields)

export const vehicleChangeValidator = vine.create({
  ...fields,
  version: vine.number().withoutDecimals().min(1),
})

export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).nullable().optional(),
  /** Only vehicles of this owner. */
  contact: vine.string().uuid().optional(),
})

/** The owner that a new vehicle starts with. */
export const ownerValidator = vine.create({ contact: vine.string().uuid().optional() })
