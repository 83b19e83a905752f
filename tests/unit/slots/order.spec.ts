import { test } from '@japa/runner'
import fc from 'fast-check'
import { defineModule, permission, type SlotFillDeclaration } from '@karkhana/kernel/module'
import { manifestProblems } from '../../../app/modules/check/main.ts'
import { fillCircles, inOrder, placedFills } from '../../../app/slots/order.ts'

const SLOT = 'house.page.aside'

type Wishes = Pick<SlotFillDeclaration, 'before' | 'after'>

/** A module whose fills of the slot are named by their files. */
const filling = (id: string, fills: Record<string, Wishes>) =>
  defineModule({
    id,
    name: id,
    description: id,
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    permissions: [permission(`${id}.thing.view`, 'See things')],
    slots: {
      [SLOT]: Object.entries(fills).map(([file, wishes]) => ({
        component: `${id}::${file}`,
        permission: `${id}.thing.view`,
        ...wishes,
      })),
    },
  })

const HOUSE = defineModule({
  id: 'house',
  name: 'House',
  description: 'Offers a place.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  offersSlots: [{ id: SLOT, description: 'Beside the page.', props: {} }],
})

const order = (...manifests: ReturnType<typeof filling>[]) =>
  inOrder(placedFills(manifests).get(SLOT) ?? []).map(({ component }) => component)

const problemsOf = (...manifests: ReturnType<typeof filling>[]) =>
  manifestProblems(
    [HOUSE, ...manifests].map((manifest) => ({ manifest, folder: `/${manifest.id}` }))
  )

test.group('Fills of a slot', () => {
  test('stand in the order of the modules and of their own lists, all of them', ({ assert }) => {
    assert.deepEqual(order(filling('a', { two: {}, one: {} }), filling('b', { only: {} })), [
      'a::two',
      'a::one',
      'b::only',
    ])
  })

  test('move before and after those of other modules, and the rest stays', ({ assert }) => {
    const shown = order(
      filling('a', { first: { after: ['c::late'] }, second: {} }),
      filling('b', { early: { before: ['a::second'] } }),
      filling('c', { late: {} })
    )
    assert.deepEqual(shown, ['b::early', 'a::second', 'c::late', 'a::first'])
  })

  test('pull nobody else along: who wishes moves beside what it names', ({ assert }) => {
    const shown = order(
      filling('a', { one: {} }),
      filling('b', { two: {} }),
      filling('c', { three: {} }),
      filling('y', { second: { before: ['z::third'] } }),
      filling('z', { third: { before: ['b::two'] } })
    )
    assert.deepEqual(shown, ['a::one', 'y::second', 'z::third', 'b::two', 'c::three'])
  })

  test('that follow one who moved follow it closely', ({ assert }) => {
    const shown = order(
      filling('a', { one: {} }),
      filling('b', { two: {} }),
      filling('y', { moved: { before: ['b::two'] } }),
      filling('z', { behind: { after: ['y::moved'] } })
    )
    assert.deepEqual(shown, ['a::one', 'y::moved', 'z::behind', 'b::two'])
  })

  test('ask nothing of components that are not installed', ({ assert }) => {
    assert.deepEqual(
      order(filling('a', { one: { after: ['gone::x'] } }), filling('b', { two: {} })),
      ['a::one', 'b::two']
    )
  })

  test('keep every wish and every fill, whatever is wished for without a circle', ({ assert }) => {
    // Wishes that go one way through a hidden order can all be met.
    const wishes = fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.boolean()), { maxLength: 20 })
    fc.assert(
      fc.property(wishes, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7]), (list, ranks) => {
        const rank = (index: number) => (ranks.indexOf(index) + 8) % 8
        const fills = Array.from({ length: 8 }, (_, index) => ({
          module: `m${index}`,
          component: `m${index}::x`,
          permission: 'p',
          before: [] as string[],
          after: [] as string[],
        }))
        for (const [one, other, asBefore] of list) {
          if (rank(one) === rank(other)) continue
          const [early, late] = rank(one) < rank(other) ? [one, other] : [other, one]
          if (asBefore) fills[early].before.push(fills[late].component)
          else fills[late].after.push(fills[early].component)
        }
        const place = inOrder(fills).map(({ component }) => component)
        assert.lengthOf(new Set(place), 8)
        for (const { component, before, after } of fills) {
          for (const each of before) assert.isBelow(place.indexOf(component), place.indexOf(each))
          for (const each of after) assert.isAbove(place.indexOf(component), place.indexOf(each))
        }
      })
    )
  })

  test('in a circle are refused at boot, naming both plugins and the slot', ({ assert }) => {
    const problems = problemsOf(
      filling('loyalty', { points: { before: ['warranty::card'] } }),
      filling('warranty', { card: { before: ['loyalty::points'] } }),
      filling('calm', { alone: {} })
    )
    for (const id of ['loyalty', 'warranty']) {
      const [problem] = problems.get(id) ?? []
      assert.match(problem, /slot "house\.page\.aside" want to stand before each other in a circle/)
      assert.match(problem, /loyalty::points → warranty::card|warranty::card → loyalty::points/)
      assert.include(problem, '"loyalty"')
      assert.include(problem, '"warranty"')
    }
    assert.isFalse(problems.has('calm'))
  })

  test('in a circle are all shown once where nobody checked', ({ assert }) => {
    const modules = [
      filling('a', { x: { after: ['b::y'] } }),
      filling('b', { y: { after: ['a::x'] } }),
    ]
    assert.lengthOf(fillCircles(modules), 1)
    assert.sameMembers(order(...modules), ['a::x', 'b::y'])
  })

  test('are files of the module itself', ({ assert }) => {
    const stranger = filling('a', { ok: {} })
    stranger.slots[SLOT].push({ component: 'b::../../x', permission: 'a.thing.view' })
    assert.include(
      (problemsOf(stranger).get('a') ?? []).join('\n'),
      '"b::../../x" is no component of the module; call it "a::<file>"'
    )
  })
})
