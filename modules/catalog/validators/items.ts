import { customInput } from '@karkhana/kernel'
import vine, { SimpleMessagesProvider } from '@vinejs/vine'

const version = vine.number().withoutDecimals().min(1)
const day = () => vine.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const item = {
  kind: vine.enum(['part', 'service'] as const),
  code: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9 ./_-]{0,39}$/),
  name: vine.string().trim().minLength(2).maxLength(120),
  description: vine.string().trim().maxLength(1000).nullable().optional(),
  hsn: vine
    .string()
    .maxLength(20)
    .transform((value) => value.replace(/\s/g, '')),
  unit: vine.string().trim().toUpperCase().maxLength(3),
  unitPrice: vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,2})?$/),
  unitCost: vine
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,2})?$/)
    .nullable()
    .optional(),
  treatment: vine.enum(['taxable', 'nil', 'exempt', 'nongst'] as const),
  evUse: vine
    .enum(['vehicle', 'charger', 'charging'] as const)
    .nullable()
    .optional(),
  custom: customInput(),
}

const messages = new SimpleMessagesProvider({
  'required': 'Fill this in.',
  'code.regex': 'Up to 40 letters, digits, blanks and . / _ - in a code.',
  'unitPrice.regex': 'Enter rupees before tax with at most two decimals, not below zero.',
  'unitCost.regex': 'Enter rupees before tax with at most two decimals, not below zero.',
  'from.regex': 'Enter a date.',
  'minLength': 'Enter at least {{ min }} characters.',
  'maxLength': 'Enter at most {{ max }} characters.',
  'enum': 'Choose one of the list.',
  'string': 'Enter a text.',
})

export const itemValidator = vine.create(item)
export const itemChangeValidator = vine.create({ ...item, version })
export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).nullable().optional(),
  kind: vine.enum(['part', 'service'] as const).optional(),
})
export const ownRateValidator = vine.create({
  from: day(),
  rate: vine
    .string()
    .trim()
    .regex(/^\d{1,3}(\.\d{1,3})?$/)
    .nullable(),
  reason: vine.string().trim().minLength(5).maxLength(300),
})

for (const validator of [itemValidator, itemChangeValidator, lookupValidator, ownRateValidator]) {
  validator.messagesProvider = messages
}
