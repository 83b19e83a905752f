import vine from '@vinejs/vine'

/** One notification, or all without an id. */
export const readValidator = vine.create({
  id: vine.string().uuid().optional(),
  read: vine.boolean().optional(),
})

export const muteValidator = vine.create({ id: vine.string().uuid(), muted: vine.boolean() })

/** Ways to be told, by reason. */
export const reasonsValidator = vine.create({
  reasons: vine
    .record(vine.object({ inbox: vine.boolean(), mail: vine.boolean() }))
    .maxLength(50)
    .optional(),
})
