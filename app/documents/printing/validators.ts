import vine from '@vinejs/vine'
import { MOST_PRINTED } from './print_run.ts'

/** What is to be printed: the records of `ids`, or all rows of `list` that match `query`. */
export const printingValidator = vine.create({
  key: vine.string().uuid(),
  output: vine.enum(['pdf', 'zip'] as const),
  format: vine.enum(['A4', 'A5', 'receipt-80mm'] as const).optional(),
  language: vine.enum(['en', 'hi'] as const).optional(),
  ids: vine.array(vine.string().uuid()).minLength(1).maxLength(MOST_PRINTED).optional(),
  list: vine.string().maxLength(80).optional().requiredIfMissing('ids'),
  query: vine
    .object({
      search: vine.string().trim().maxLength(100).optional(),
      sort: vine.string().maxLength(40).optional(),
      filters: vine.record(vine.string().maxLength(2_000)).optional(),
    })
    .optional(),
})
