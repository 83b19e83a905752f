import vine from '@vinejs/vine'

/** What cannot be taken back is typed. */
export const deleteValidator = vine.create({ confirm: vine.enum(['DELETE']) })
