import { customInput } from '@karkhana/kernel'
import vine from '@vinejs/vine'

const text = (max: number) => vine.string().trim().maxLength(max).nullable().optional()

const fields = {
  kind: vine.enum(['customer', 'vendor', 'both'] as const),
  // Runs of blanks become one, so that names compare and search as they read.
  name: vine
    .string()
    .trim()
    .minLength(1)
    .maxLength(100)
    .transform((value) => value.replace(/\s+/g, ' ')),
  company: text(100),
  phone: text(30),
  email: vine.string().trim().toLowerCase().email().maxLength(254).nullable().optional(),
  // Longer than 15 on purpose: the message about the length names the certificate.
  gstin: text(30),
  addressLine1: text(100),
  addressLine2: text(100),
  city: text(50),
  stateCode: vine
    .string()
    .trim()
    .regex(/^[0-9]{2}$/)
    .nullable()
    .optional(),
  postalCode: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z -]{3,10}$/)
    .nullable()
    .optional(),
  language: vine
    .enum(['en', 'hi'] as const)
    .nullable()
    .optional(),
  notes: text(2000),
  sharedPhone: vine.boolean().optional(),
  custom: customInput(),
}

export const contactValidator = vine.create(fields)

export const contactChangeValidator = vine.create({
  ...fields,
  version: vine.number().withoutDecimals().min(1),
})

export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).nullable().optional(),
  /** Those that can be sold to, or bought from; contacts that are both fit either. */
  kind: vine.enum(['customer', 'vendor'] as const).optional(),
})
