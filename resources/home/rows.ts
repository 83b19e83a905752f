import type { HomeCard, Tile } from '@karkhana/kernel/pages'

/** A stretch of the start page: figures by module, or cards two beside each other. */
export type HomeRow =
  | { id: string; kind: 'figures'; groups: FigureGroup[] }
  | { id: string; kind: 'cards'; cards: { card: HomeCard; whole: boolean }[] }

/** The figures of one module. */
export interface FigureGroup {
  id: string
  name: string
  tiles: Tile[]
  /** Columns of the row that it takes on a desk, out of {@link COLUMNS}. */
  columns: number
}

/** Figures beside each other on a desk. */
export const COLUMNS = 6

/**
 * Lays the cards out in their order. Figures stand by module, as many modules in a row as fit; other cards stand in
 * pairs. No row ends in a hole, whatever is shown.
 */
export function rowsOf(cards: HomeCard[]): HomeRow[] {
  return stretches(cards).map((stretch) => {
    const [{ id, kind }] = stretch
    return kind === 'figures'
      ? { id, kind, groups: inRows(stretch) }
      : { id, kind: 'cards', cards: inPairs(stretch) }
  })
}

/** Cards that follow each other and are laid out in the same way. */
function stretches(cards: HomeCard[]): [HomeCard, ...HomeCard[]][] {
  const found: [HomeCard, ...HomeCard[]][] = []
  for (const card of cards) {
    const last = found.at(-1)
    if (last && (last[0].kind === 'figures') === (card.kind === 'figures')) last.push(card)
    else found.push([card])
  }
  return found
}

/** Fills rows of six figures; the last module of a row takes what is left of it. */
function inRows(cards: HomeCard[]): FigureGroup[] {
  const groups: FigureGroup[] = []
  let free = 0
  for (const card of cards) {
    if (card.kind !== 'figures') continue
    const columns = Math.min(card.tiles.length, COLUMNS)
    if (columns > free) {
      if (groups.length > 0) groups.at(-1)!.columns += free
      free = COLUMNS
    }
    groups.push({ id: card.id, name: card.moduleName, tiles: card.tiles, columns })
    free -= columns
  }
  if (groups.length > 0) groups.at(-1)!.columns += free
  return groups
}

/** A half card that would stand alone in its row takes all of it. */
function inPairs(cards: HomeCard[]): { card: HomeCard; whole: boolean }[] {
  const placed: { card: HomeCard; whole: boolean }[] = []
  let open: { card: HomeCard; whole: boolean } | null = null
  for (const card of cards) {
    const place = { card, whole: card.size === 'full' }
    placed.push(place)
    if (place.whole && open) open.whole = true
    open = place.whole || open ? null : place
  }
  if (open) open.whole = true
  return placed
}
