import vine from '@vinejs/vine'

const uid = () => vine.string().uuid()

/** A window that opens its stream. */
export const streamValidator = vine.create({ uid: uid() })

/** A window that begins or ends to listen. */
export const channelValidator = vine.create({ uid: uid(), channel: vine.string().maxLength(200) })

/** A window that has a record open. */
export const presenceValidator = vine.create({
  window: uid(),
  table: vine.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  id: uid(),
  editing: vine.boolean(),
})

/** A window that closed its record. */
export const leaveValidator = vine.create({ window: uid() })
