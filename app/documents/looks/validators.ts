import vine from '@vinejs/vine'
import { HEADERS, LOGO_SIZES, MARGINS } from './look.ts'

const PAPER = ['A4', 'A5', 'receipt-80mm'] as const

/** A text of some lines; longer ones would not fit where they stand. */
const lines = (most: number, longest: number) =>
  vine
    .string()
    .trim()
    .maxLength(most * longest)
    .regex(new RegExp(`^(?:[^\\n]{0,${longest}}(?:\\r?\\n|$)){0,${most}}$`))
    .nullable()
    .optional()

const look = () => ({
  accent: vine.string().trim().maxLength(20).nullable().optional(),
  header: vine.enum(HEADERS).optional(),
  logoSize: vine.enum(LOGO_SIZES).optional(),
  tagline: vine.string().trim().maxLength(120).nullable().optional(),
  footer: lines(4, 160),
  bank: lines(8, 120),
  terms: vine.string().trim().maxLength(4_000).nullable().optional(),
  preprintedTop: vine.number().withoutDecimals().min(10).max(120).nullable().optional(),
  tagged: vine.boolean().optional(),
  papers: vine
    .record(
      vine.object({
        format: vine.enum(PAPER).optional(),
        margins: vine.enum(MARGINS).optional(),
      })
    )
    .optional(),
})

/** How papers look; what is left out stays. */
export const lookValidator = vine.create({
  ...look(),
  version: vine.number().withoutDecimals().min(0).max(2_147_483_647).optional(),
})

/** The same while it is being chosen, with the paper on which the sample is drawn. */
export const lookPreviewValidator = vine.create({
  ...look(),
  format: vine.enum(PAPER).optional(),
  language: vine.enum(['en', 'hi'] as const).optional(),
})
