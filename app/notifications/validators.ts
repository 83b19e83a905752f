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
      vine
        .object({
          inbox: vine.boolean(),
          mail: vine.enum(MAIL_MODES),
          sms: vine.boolean().optional(),
          whatsapp: vine.boolean().optional(),
        })
        .nullable()
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

/** How members of a role are told, by reason; `null` is as shipped. */
export const roleReasonsValidator = vine.create({
  reasons: vine
    .record(
      vine
        .object({
          inbox: vine.boolean(),
          mail: vine.enum(MAIL_MODES),
          sms: vine.boolean(),
          whatsapp: vine.boolean(),
        })
        .nullable()
    )
    .maxLength(200),
})

/** The role whose notifications are shown. */
export const roleValidator = vine.create({ role: vine.string().trim().maxLength(40).optional() })
