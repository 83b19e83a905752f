import { test } from '@japa/runner'
import type { HomeCard } from '@karkhana/kernel/pages'
import { rowsOf } from '../../../resources/home/rows.ts'

const tile = (id: string) => ({ id, label: id, value: 1, kind: 'number' as const })
const figures = (id: string, count: number): HomeCard => ({
  id,
  module: 'm',
  title: id,
  size: 'half',
  kind: 'figures',
  tiles: Array.from({ length: count }, (_, index) => tile(`${id}.${index}`)),
})
const card = (id: string, size: 'half' | 'full' = 'half'): HomeCard => ({
  id,
  module: 'm',
  title: id,
  size,
  kind: 'failed',
  failed: 'late',
})
/** Columns of four that a tile takes on a desk. */
const columns = (width: string) => (width.includes('lg:col-span-2') ? 2 : 1)

test.group('Rows of the start page', () => {
  test('figures that follow each other share tiles, and no row of tiles ends in a hole', ({
    assert,
  }) => {
    for (let count = 1; count <= 13; count++) {
      const [row, ...rest] = rowsOf([figures('a', 1), figures('b', count)])
      assert.lengthOf(rest, 0)
      if (row.kind !== 'tiles') throw new Error('These are tiles')
      assert.lengthOf(row.tiles, count + 1)
      const taken = row.tiles.reduce((sum, { width }) => sum + columns(width), 0)
      assert.equal(taken % 4, 0, `${count + 1} tiles`)
    }
  })

  test('half cards stand in pairs; one that would be alone takes the row', ({ assert }) => {
    const whole = (cards: HomeCard[]) =>
      rowsOf(cards).flatMap((row) =>
        row.kind === 'cards' ? row.cards.map((each) => each.whole) : []
      )
    assert.deepEqual(whole([card('a'), card('b')]), [false, false])
    assert.deepEqual(whole([card('a'), card('b'), card('c')]), [false, false, true])
    assert.deepEqual(whole([card('a'), card('b', 'full'), card('c'), card('d')]), [
      true,
      true,
      false,
      false,
    ])
  })

  test('the order stays: cards between figures part them', ({ assert }) => {
    const rows = rowsOf([figures('a', 2), card('b'), figures('c', 2)])
    assert.deepEqual(
      rows.map(({ id, kind }) => [id, kind]),
      [
        ['a', 'tiles'],
        ['b', 'cards'],
        ['c', 'tiles'],
      ]
    )
  })
})
