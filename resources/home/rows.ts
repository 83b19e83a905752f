import type { HomeCard, Tile } from '@karkhana/kernel/pages'

/** A stretch of the start page: tiles of figures, or cards two beside each other. */
export type HomeRow =
  | { id: string; kind: 'tiles'; tiles: { tile: Tile; width: string }[] }
  | { id: string; kind: 'cards'; cards: { card: HomeCard; whole: boolean }[] }

/**
 * Lays the cards out in their order. Figures that follow each other share one grid of tiles, other cards stand in pairs;
 * no row ends in a hole, whatever is shown.
 */
export function rowsOf(cards: HomeCard[]): HomeRow[] {
  const rows: HomeRow[] = []
  for (const stretch of stretches(cards)) {
    const [{ id, kind }] = stretch
    if (kind === 'figures') {
      const tiles = stretch.flatMap((card) => (card.kind === 'figures' ? card.tiles : []))
      const wide = (tile: Tile, index: number) => ({ tile, width: widthOf(index, tiles.length) })
      rows.push({ id, kind: 'tiles', tiles: tiles.map(wide) })
    } else rows.push({ id, kind: 'cards', cards: inPairs(stretch) })
  }
  return rows
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

/** Two columns on a phone, four on a desk: the first tiles are wide so that the last row is full. */
function widthOf(index: number, count: number): string {
  const onPhone = index < count % 2 ? 'col-span-2' : ''
  const beside = index < (4 - (count % 4)) % 4 ? 'lg:col-span-2' : 'lg:col-span-1'
  return `${onPhone} ${beside}`.trim()
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
