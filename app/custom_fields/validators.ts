import vine from '@vinejs/vine'
import { KINDS } from './kinds.ts'

const text = (max: number) => vine.string().trim().maxLength(max).nullable().optional()
const limit = () => vine.number().min(-1e15).max(1e15).nullable().optional()
const flag = () => vine.boolean().optional()

const field = {
  label: vine.string().trim().minLength(1).maxLength(60),
  help: text(200),
  kind: vine.enum(KINDS),
  options: vine
    .array(
      vine.object({
        /** Of an option that is there already; a new one is named after its label. */
        value: vine.string().maxLength(40).nullable().optional(),
        label: vine.string().trim().minLength(1).maxLength(80),
        archived: vine.boolean().optional(),
      })
    )
    .maxLength(100)
    .optional(),
  required: flag(),
  min: limit(),
  max: limit(),
  mask: text(60),
  example: text(60),
  showInList: flag(),
  filterable: flag(),
  print: flag(),
  personal: flag(),
}

const table = () => vine.string().maxLength(63)

export const customFieldValidator = vine.create({ ...field, record: table() })

export const customFieldChangeValidator = vine.create({
  ...field,
  version: vine.number().withoutDecimals().min(1),
})

/** What a change would mean; nothing is saved. */
export const customFieldImpactValidator = vine.create(field)

/** Whose fields are asked for; the first kind of record when left out. */
export const customFieldsQueryValidator = vine.create({ record: table().optional() })

export const customFieldOrderValidator = vine.create({
  record: table(),
  ids: vine.array(vine.string().uuid()).maxLength(200),
})
