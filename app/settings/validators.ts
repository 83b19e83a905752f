import vine from '@vinejs/vine'
import { isBusinessDate } from '../dates/index.ts'
import { addressFields, phoneField, taxIdField } from '../places/address_fields.ts'

const email = () => vine.string().trim().email().maxLength(254)
const version = () => vine.number().withoutDecimals().positive().max(2_147_483_647)

export const organisationValidator = vine.create({
  name: vine.string().trim().minLength(2).maxLength(100),
  legalName: vine.string().trim().minLength(3).maxLength(100),
  email: email().nullable().optional(),
  phone: phoneField().nullable().optional(),
  website: vine
    .string()
    .trim()
    .url({ protocols: ['http', 'https'], require_protocol: true })
    .maxLength(200)
    .nullable()
    .optional(),
  financialYearStart: vine.number().withoutDecimals().min(1).max(12).optional(),
  timezone: vine.string().maxLength(60).optional(),
  version: version().optional(),
})

const clock = () => vine.string().regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/)
const spans = () => vine.array(vine.tuple([clock(), clock()])).maxLength(4)

export const branchValidator = vine.create({
  code: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{1,4}$/),
  name: vine.string().trim().minLength(2).maxLength(100),
  ...addressFields(),
  addressLine2: vine.string().trim().maxLength(100).nullable().optional(),
  taxId: taxIdField(),
  phone: phoneField().nullable().optional(),
  email: email().nullable().optional(),
  hours: vine
    .object({
      1: spans(),
      2: spans(),
      3: spans(),
      4: spans(),
      5: spans(),
      6: spans(),
      7: spans(),
    })
    .optional(),
  version: version().optional(),
})

export const branchOrderValidator = vine.create({
  ids: vine.array(vine.string().uuid()).minLength(1).maxLength(500),
})

export const branchSwitchValidator = vine.create({ branchId: vine.string().uuid() })

const businessDate = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && isBusinessDate(value) && /^20/.test(value)) return
  field.report('Enter a day as YYYY-MM-DD.', 'date', field)
})

export const holidayValidator = vine.create({
  branchId: vine.string().uuid().nullable().optional(),
  onDate: vine.string().use(businessDate()),
  name: vine.string().trim().minLength(2).maxLength(60),
})

export const yearValidator = vine.create({
  year: vine.number().withoutDecimals().min(2000).max(2099).optional(),
})

const place = {
  series: vine.string().maxLength(80),
  branchId: vine.string().uuid().nullable().optional(),
}
const pattern = () => vine.string().trim().minLength(1).maxLength(60)

export const numberFormatValidator = vine.create({ ...place, pattern: pattern().nullable() })
export const numberPreviewValidator = vine.create({ ...place, pattern: pattern() })
export const nextNumberValidator = vine.create({
  series: place.series,
  branchId: vine.string().uuid(),
  next: vine.number().withoutDecimals().min(1).max(999_999_999),
})
