import vine from '@vinejs/vine'

/** What is to be done to which rows: those of `ids`, or all that match `query`. */
export const bulkValidator = vine.create({
  key: vine.string().uuid(),
  action: vine.string().maxLength(80),
  input: vine.object({}).allowUnknownProperties().optional(),
  ids: vine.array(vine.string().uuid()).minLength(1).maxLength(10_000).optional(),
  query: vine
    .object({
      search: vine.string().trim().maxLength(100).optional(),
      sort: vine.string().maxLength(40).optional(),
      filters: vine.record(vine.string().maxLength(2_000)).optional(),
    })
    .optional()
    .requiredIfMissing('ids'),
})
