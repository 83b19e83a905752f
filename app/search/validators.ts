import vine from '@vinejs/vine'

/** What is looked for: how many hits of each kind, or a page of one kind alone. */
export const searchValidator = vine.create({
  q: vine.string().maxLength(100).optional(),
  limit: vine.number().withoutDecimals().min(1).max(20).optional(),
  kind: vine
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9_-]*$/)
    .optional(),
  after: vine.string().maxLength(200).optional(),
})
