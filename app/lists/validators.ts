import vine from '@vinejs/vine'

/** Ids of rows, at most 200, parted by commas. */
export const rowsValidator = vine.create({
  ids: vine
    .string()
    .maxLength(8_000)
    .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,199}$/i),
})

/** One cell. `value` is checked by the field that the list declares. */
export const rowEditValidator = vine.create({
  field: vine.string().maxLength(80),
  value: vine
    .unionOfTypes([vine.string().maxLength(5_000), vine.number(), vine.boolean()])
    .nullable(),
  version: vine.number().withoutDecimals().min(1),
})

/** Which file, and which columns of the list in which order, parted by commas. */
export const listExportValidator = vine.create({
  format: vine.enum(['csv', 'xlsx'] as const).optional(),
  columns: vine.string().maxLength(4_000).optional(),
})
