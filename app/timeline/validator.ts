import vine from '@vinejs/vine'

/** Kinds of lines, as the filter names them. */
export const TIMELINE_KINDS = [
  'change',
  'status',
  'event',
  'comment',
  'file',
  'message',
  'money',
] as const

/** Query of a timeline. */
export const timelineValidator = vine.create({
  kind: vine.enum(TIMELINE_KINDS).optional(),
  cursor: vine.string().maxLength(200).optional(),
  limit: vine.number().withoutDecimals().range([1, 100]).optional(),
})
