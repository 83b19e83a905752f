import { test } from '@japa/runner'
import type { HomeCard } from '@karkhana/kernel/pages'
import { rowsOf } from '../../../resources/home/rows.ts'

const tile = (id: string) => ({ id, label: id, value: 1, kind: 'number' as const })
const figures = (id: string, count: number): HomeCard => ({
  id,
  module: 'm',
  moduleName: 'M',
  title: id,
  size: 'half',
  kind: 'figures',
  tiles: Array.from({ length: count }, (_, index) => tile(`${id}.${index}`)),
})
const card = (id: string, size: 'half' | 'full' = 'half'): HomeCard => ({
  id,
  module: 'm',
  moduleName: 'M',
  title: id,
  size,
  kind: 'failed',
  failed: 'late',
})

test.group('Rows of the start page', () => {
  test('modules share rows of six figures, and no row ends in a hole', ({ assert }) => {
    const laidOut = (...counts: number[]) => {
      const [row, ...rest] = rowsOf(counts.map((count, index) => figures(String(index), count)))
      assert.lengthOf(rest, 0)
      if (row.kind !== 'figures') throw new Error('These are figures')
      assert.deepEqual(
        row.groups.map(({ tiles }) => tiles.length),
        counts
      )
      return row.groups.map(({ columns }) => columns)
    }
    assert.deepEqual(laidOut(1), [6])
    assert.deepEqual(laidOut(3, 3), [3, 3])
    assert.deepEqual(laidOut(3, 6, 3, 1), [6, 6, 3, 3])
    assert.deepEqual(laidOut(2, 2, 2, 5), [2, 2, 2, 6])
    assert.deepEqual(laidOut(9, 1), [6, 6])
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
        ['a', 'figures'],
        ['b', 'cards'],
        ['c', 'figures'],
      ]
    )
  })
})
