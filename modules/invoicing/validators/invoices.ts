import { customInput } from '@karkhana/kernel'
import vine from '@vinejs/vine'
import { isBusinessDate } from '@karkhana/kernel/dates'

/** A day that exists, written `YYYY-MM-DD`. */
const realDate = vine.createRule((value, _options, field) => {
  if (isBusinessDate(value) && value >= '2017-07-01' && value <= '2099-12-31') return
  field.report('Enter a day as YYYY-MM-DD, from 1 July 2017 on.', 'date', field)
})

/** Text of a shape, with the shape said in words when it does not fit. */
const shape = vine.createRule(
  (value, { form, message }: { form: RegExp; message: string }, field) => {
    if (typeof value === 'string' && form.test(value)) return
    field.report(message, 'shape', field)
  }
)

export const businessDate = () => vine.string().maxLength(10).use(realDate())
export const uuid = () => vine.string().maxLength(36).uuid()
const shaped = (form: RegExp, message: string) =>
  vine.string().trim().maxLength(20).use(shape({ form, message }))

const quantity = () =>
  shaped(/^(?=.*[1-9])\d{1,6}(\.\d{1,3})?$/, 'Enter more than zero, with at most three decimals.')
const price = () =>
  shaped(/^\d{1,8}(\.\d{1,2})?$/, 'Enter rupees, zero or more, with at most two decimals.')
const percent = () =>
  shaped(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, 'Enter a percentage from 0 to 100.')
const rate = () => shaped(/^\d{1,2}(\.\d{1,3})?$/, 'Enter a rate in percent, such as 18.')
const stateCode = () => shaped(/^\d{2}$/, 'Choose the state from the list.')

const line = {
  kind: vine
    .enum(['part', 'service'] as const)
    .nullable()
    .optional(),
  itemId: uuid().nullable().optional(),
  hsn: shaped(/^(\d{4}|\d{6}|\d{8})$/, 'An HSN or SAC has 4, 6 or 8 digits.'),
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
  placeOfSupply: stateCode().nullable().optional(),
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
  custom: customInput(),
  lines: vine
    .array(vine.object({ ...line, description: vine.string().trim().minLength(1).maxLength(300) }))
    .minLength(1)
    .maxLength(MOST_LINES),
  version: vine.number().withoutDecimals().positive().optional(),
})

/** A draft under way: prices are enough. With `paper` the paper is drawn too. */
export const previewValidator = vine.create({
  ...header,
  id: uuid().nullable().optional(),
  custom: customInput(),
  paper: vine
    .object({
      format: vine.enum(['A4', 'receipt-80mm'] as const).optional(),
      language: vine.enum(['en', 'hi'] as const).optional(),
    })
    .nullable()
    .optional(),
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
