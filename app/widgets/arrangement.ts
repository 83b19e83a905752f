import { v7 as uuidv7 } from 'uuid'
import { ForbiddenError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'

/** One card in the order that a member chose. */
export interface ArrangementEntry {
  id: string
  shown: boolean
}

/** How the reader arranged the start page; `null` while it stands as the modules bring it. */
export async function arrangementOf(scope: Scope): Promise<ArrangementEntry[] | null> {
  const { memberId } = scope.actor
  if (!memberId) return null
  const [row] = await scope.read((unit) =>
    unit.rows<{ cards: ArrangementEntry[] }>(
      'select cards from home_arrangements where member_id = ?',
      [memberId]
    )
  )
  return row?.cards ?? null
}

/**
 * Keeps the order and the choice of cards. Ids that no module has any more are kept too: a module that is off today may
 * be on tomorrow.
 * @throws ForbiddenError for somebody who is no member
 */
export async function arrange(scope: Scope, cards: ArrangementEntry[]): Promise<void> {
  const { memberId } = scope.actor
  if (!memberId) throw new ForbiddenError('kernel.home.view')
  await scope.work((unit) =>
    unit.rows(
      `insert into home_arrangements (organisation_id, id, member_id, cards) values (?, ?, ?, ?)
       on conflict (organisation_id, member_id) do update set cards = excluded.cards`,
      [scope.organisationId, uuidv7(), memberId, JSON.stringify(cards)]
    )
  )
}

/** Brings back the order of the menu and the cards that the role begins with. */
export async function resetArrangement(scope: Scope): Promise<void> {
  const { memberId } = scope.actor
  await scope.work((unit) =>
    unit.rows('delete from home_arrangements where member_id = ?', [memberId])
  )
}

/**
 * Puts what there is into the order that was chosen. What is new since then comes after it, shown as by itself.
 */
export function inArrangement<Card extends { id: string; shown: boolean }>(
  cards: Card[],
  arrangement: ArrangementEntry[] | null
): Card[] {
  if (!arrangement) return cards
  const chosen = new Map(arrangement.map(({ id, shown }, place) => [id, { place, shown }]))
  return cards
    .map((card) => ({ ...card, shown: chosen.get(card.id)?.shown ?? card.shown }))
    .sort((a, b) => placeOf(chosen.get(a.id)) - placeOf(chosen.get(b.id)))
}

const placeOf = (entry: { place: number } | undefined) => entry?.place ?? Number.MAX_SAFE_INTEGER
