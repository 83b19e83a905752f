import vine from '@vinejs/vine'
import { isBusinessDate } from '@karkhana/kernel/dates'

/** A day that exists, written `YYYY-MM-DD`. */
const realDate = vine.createRule((value, _options, field) => {
  if (isBusinessDate(value) && value >= '2017-07-01' && value <= '2099-12-31') return
  field.report('Enter a day as YYYY-MM-DD, from 1 July 2017 on.', 'date', field)
})

/** More than nothing. */
const positive = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && /[1-9]/.test(value)) return
  field.report('Enter more than zero.', 'positive', field)
})

export const businessDate = () => vine.string().maxLength(10).use(realDate())
export const uuid = () => vine.string().maxLength(36).uuid()
const quantity = () =>
  vine
    .string()
    .trim()
    .maxLength(12)
    .regex(/^\d{1,6}(\.\d{1,3})?$/)
    .use(positive())
const price = () =>
  vine
    .string()
    .trim()
    .maxLength(12)
    .regex(/^\d{1,8}(\.\d{1,2})?$/)
const percent = () =>
  vine
    .string()
    .trim()
    .maxLength(6)
    .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/)
const rate = () =>
  vine
    .string()
    .trim()
    .maxLength(7)
    .regex(/^\d{1,3}(\.\d{1,3})?$/)

const line = {
  kind: vine
    .enum(['part', 'service'] as const)
    .nullable()
    .optional(),
  itemId: uuid().nullable().optional(),
  hsn: vine
    .string()
    .trim()
    .maxLength(8)
    .regex(/^(\d{4}|\d{6}|\d{8})$/),
  quantity: quantity(),
  unit: vine
    .string()
    .trim()
    .toUpperCase()
    .maxLength(10)
    .regex(/^[A-Z]{2,10}$/)
    .nullable()
    .optional(),
  unitPrice: price(),
  discountPercent: percent().nullable().optional(),
  treatment: vine
    .enum(['taxable', 'nil', 'exempt', 'nongst'] as const)
    .nullable()
    .optional(),
  gstRate: rate().nullable().optional(),
}

const header = {
  vehicleId: uuid().nullable().optional(),
  jobId: uuid().nullable().optional(),
  date: businessDate(),
  placeOfSupply: vine
    .string()
    .trim()
    .maxLength(2)
    .regex(/^\d{2}$/)
    .nullable()
    .optional(),
  priceMode: vine
    .enum(['exclusive', 'inclusive'] as const)
    .nullable()
    .optional(),
  terms: vine.string().trim().maxLength(2000).nullable().optional(),
  notes: vine.string().trim().maxLength(2000).nullable().optional(),
}

/** Lines of one document; a workshop's longest are below a hundred. */
const MOST_LINES = 200

export const draftValidator = vine.create({
  ...header,
  contactId: uuid(),
  lines: vine
    .array(vine.object({ ...line, description: vine.string().trim().minLength(1).maxLength(300) }))
    .minLength(1)
    .maxLength(MOST_LINES),
  version: vine.number().withoutDecimals().positive().optional(),
})

/** A draft under way: prices are enough. */
export const previewValidator = vine.create({
  ...header,
  contactId: uuid().nullable().optional(),
  lines: vine
    .array(
      vine.object({
        ...line,
        description: vine.string().trim().maxLength(300).nullable().optional(),
      })
    )
    .minLength(1)
    .maxLength(MOST_LINES),
})

const email = () => vine.string().trim().email().maxLength(254)

export const issueValidator = vine.create({
  version: vine.number().withoutDecimals().positive().optional(),
  email: vine.boolean().optional(),
  to: email().nullable().optional(),
})

export const cancelValidator = vine.create({
  version: vine.number().withoutDecimals().positive().optional(),
  reason: vine.string().trim().minLength(3).maxLength(300),
})

export const emailValidator = vine.create({ to: email().nullable().optional() })

/** `?q=` of a picker, or `?job=` for the invoice of a job card. */
export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).optional(),
  job: uuid().optional(),
})
