import vine from '@vinejs/vine'

/** Which samples are made. */
export const sampleSetValidator = vine.create({ set: vine.string().trim().maxLength(100) })

/** Whether samples that real records need are kept as records of the organisation. */
export const sampleRemovalValidator = vine.create({ keep: vine.boolean().optional() })
