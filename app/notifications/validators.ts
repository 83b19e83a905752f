import vine from '@vinejs/vine'
import { MAIL_MODES } from './reasons.ts'

/** One notification, or all without an id. */
export const readValidator = vine.create({
  id: vine.string().uuid().optional(),
  read: vine.boolean().optional(),
})

export const muteValidator = vine.create({ id: vine.string().uuid(), muted: vine.boolean() })

const timeOfDay = () => vine.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Ways to be told, by reason, and when. */
export const reasonsValidator = vine.create({
  reasons: vine
    .record(
      vine.object({
        inbox: vine.boolean(),
        mail: vine.enum(MAIL_MODES),
        sms: vine.boolean().optional(),
        whatsapp: vine.boolean().optional(),
      })
    )
    .maxLength(50)
    .optional(),
  times: vine
    .object({
      quiet: vine.object({ from: timeOfDay(), to: timeOfDay().notSameAs('from') }).nullable(),
      digest: timeOfDay(),
      urgent: vine.boolean().optional(),
    })
    .optional(),
})

/** The code that went to a phone. */
export const phoneCodeValidator = vine.create({
  code: vine
    .string()
    .trim()
    .regex(/^\d{6}$/),
})
