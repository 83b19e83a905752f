import vine from '@vinejs/vine'
import { FILE_LIMITS } from './files/limits.ts'

/** Which of the two formats a file comes in. */
export const formatValidator = vine.create({
  format: vine.enum(['csv', 'xlsx'] as const).optional(),
})

/** Column key to the place of its heading in the file, counted from 0. */
export const mappingValidator = vine.create({
  mapping: vine.record(vine.number().withoutDecimals().min(0).max(200).nullable()),
})

export const fileNameValidator = vine.create({
  name: vine.string().trim().maxLength(200).optional(),
})

const column = () => vine.string().maxLength(100)
const rowNumber = () => vine.number().withoutDecimals().min(1).max(1_048_576)
const cellText = () => vine.string().maxLength(FILE_LIMITS.cell)

const choice = () => vine.string().maxLength(500)

/** What a job is to export; `choice` is that of the query string of a list. */
export const exportValidator = vine.create({
  source: vine.enum(['exporter', 'list'] as const),
  name: vine.string().maxLength(100),
  format: vine.enum(['csv', 'xlsx'] as const),
  choice: vine
    .object({
      sort: choice().optional(),
      search: choice().optional(),
      filters: vine.record(choice()).optional(),
      columns: vine.array(vine.string().maxLength(100)).maxLength(100).optional(),
    })
    .optional(),
})

/** Corrections of refused rows; an empty value empties the cell. */
export const fixesValidator = vine.create({
  cells: vine
    .array(vine.object({ row: rowNumber(), column: column(), value: cellText().nullable() }))
    .maxLength(2_000)
    .optional(),
  replace: vine
    .object({ column: column(), from: cellText().nullable(), to: cellText().nullable() })
    .optional(),
  skip: vine.array(rowNumber()).distinct().maxLength(FILE_LIMITS.rows).optional(),
  restore: vine.boolean().optional(),
})
