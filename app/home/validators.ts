import vine from '@vinejs/vine'
import { PERIODS } from '../widgets/period.ts'

/** More cards than any installation has. */
const MOST_CARDS = 200

/** The query of the start page. A period that is none is one that was never asked for: old bookmarks still open. */
export const homeValidator = vine.create({
  period: vine
    .enum(PERIODS)
    .parse((value) => (PERIODS.includes(value as never) ? value : undefined))
    .optional(),
})

/** The cards of the start page in the order that a member wants. */
export const arrangementValidator = vine.create({
  cards: vine
    .array(vine.object({ id: vine.string().trim().maxLength(120), shown: vine.boolean() }))
    .maxLength(MOST_CARDS)
    .distinct('id'),
})
