import { test } from '@japa/runner'
import { defineModule, type ModuleManifest, type ModuleState } from '@karkhana/kernel/module'
import { effectsOf, type SwitchFigures } from '../../../app/modules/effects.ts'
import { planSwitch, type Standing } from '../../../app/modules/plan.ts'
import { planWithdrawal } from '../../../app/modules/plan_off.ts'
import { startingModules } from '../../../app/modules/plan_on.ts'

const make = (id: string, requires: string[] = [], more: Partial<ModuleManifest> = {}) =>
  defineModule({
    id,
    name: id.toUpperCase(),
    description: id,
    version: '0.2.0',
    kernel: '^0.1.0',
    kind: 'app',
    requires: Object.fromEntries(requires.map((each) => [each, '^0.1.0'])),
    ...more,
  })

/** c needs b, b needs a; d stands alone; ad joins a and d. */
const PLAIN = [make('a'), make('b', ['a']), make('c', ['b']), make('d')]
const BRIDGED = [...PLAIN, make('ad', ['a', 'd'], { kind: 'bridge' })]

const at = (states: Record<string, ModuleState>, more: Partial<Standing> = {}): Standing => ({
  states: new Map(Object.entries(states)),
  ...more,
})
const on = (...ids: string[]) => at(Object.fromEntries(ids.map((id) => [id, 'enabled' as const])))
const told = ({ steps }: { steps: { module: string; to: string }[] }) =>
  steps.map(({ module, to }) => `${module} ${to}`)

test.group('Plan of a module that comes on', () => {
  test('brings along what it requires, in order', ({ assert }) => {
    const plan = planSwitch(PLAIN, on(), 'c', 'enabled')
    assert.deepEqual(told(plan), ['a enabled', 'b enabled', 'c enabled'])
    assert.isNull(plan.refused)
  })

  test('leaves alone what is on already', ({ assert }) => {
    assert.deepEqual(told(planSwitch(PLAIN, on('a'), 'b', 'enabled')), ['b enabled'])
    assert.deepEqual(told(planSwitch(PLAIN, on('d'), 'd', 'enabled')), [])
  })

  test('comes from every state: paused, archived and purged', ({ assert }) => {
    for (const state of ['paused', 'archived', 'purged'] as const) {
      const plan = planSwitch(PLAIN, at({ a: 'enabled', b: state }), 'b', 'enabled')
      assert.deepEqual(plan.steps, [{ module: 'b', name: 'B', from: state, to: 'enabled' }])
    }
  })

  test('is refused by name where the organisation is not entitled to all of it', ({ assert }) => {
    const plan = planSwitch(PLAIN, at({}, { entitled: new Set(['a', 'c']) }), 'c', 'enabled')
    assert.equal(plan.refused?.code, 'E_MODULE_NOT_ENTITLED')
    assert.deepEqual(plan.refused?.dependants, [{ id: 'b', name: 'B' }])
    assert.isFalse(plan.refused?.together)
  })

  test('is refused with the reason where something it needs is out of order', ({ assert }) => {
    const outOfOrder = new Map([['b', 'its routes could not be loaded']])
    const plan = planSwitch(PLAIN, at({ a: 'enabled' }, { outOfOrder }), 'c', 'enabled')
    assert.equal(plan.refused?.code, 'E_MODULE_OUT_OF_ORDER')
    assert.equal(plan.refused?.message, 'Out of order: B (its routes could not be loaded).')
  })
})

test.group('Plan of a module that goes off', () => {
  for (const to of ['paused', 'archived'] as const) {
    test(`is refused while an enabled module needs it, with the order that works: ${to}`, ({
      assert,
    }) => {
      const plan = planSwitch(PLAIN, on('a', 'b', 'c', 'd'), 'a', to)
      assert.equal(plan.refused?.code, 'E_MODULE_REQUIRED')
      assert.deepEqual(plan.refused?.dependants, [
        { id: 'c', name: 'C' },
        { id: 'b', name: 'B' },
      ])
      assert.isTrue(plan.refused?.together)
      assert.deepEqual(told(plan), [`c ${to}`, `b ${to}`, `a ${to}`])
    })
  }

  test('is not hindered by a dependant that is off', ({ assert }) => {
    const plan = planSwitch(PLAIN, at({ a: 'enabled', b: 'paused' }), 'a', 'paused')
    assert.isNull(plan.refused)
    assert.deepEqual(told(plan), ['a paused'])
  })

  test('changes nothing where it is not on', ({ assert }) => {
    assert.deepEqual(told(planSwitch(PLAIN, on(), 'd', 'paused')), [])
    assert.deepEqual(told(planSwitch(PLAIN, at({ d: 'purged' }), 'd', 'paused')), [])
  })

  test('may be archived but not paused while what is archived is read with it', ({ assert }) => {
    const standing = at({ a: 'enabled', b: 'archived' })
    const paused = planSwitch(PLAIN, standing, 'a', 'paused')
    assert.equal(paused.refused?.message, 'A is needed to read what is archived: B.')
    assert.equal(paused.refused?.next, 'Archive A instead.')
    assert.isNull(planSwitch(PLAIN, standing, 'a', 'archived').refused)
  })

  test('that is paused is archived with what is needed to read it', ({ assert }) => {
    const plan = planSwitch(PLAIN, at({ a: 'enabled', b: 'paused', c: 'paused' }), 'c', 'archived')
    assert.deepEqual(told(plan), ['b archived', 'c archived'])
    const without = planSwitch(PLAIN, at({ b: 'paused', c: 'paused' }), 'c', 'archived')
    assert.equal(without.refused?.code, 'E_MODULE_REQUIREMENT_OFF')
  })

  test('that was never used, or is purged, has nothing to archive', ({ assert }) => {
    assert.equal(planSwitch(PLAIN, on(), 'd', 'archived').refused?.code, 'E_MODULE_STATE')
    const purged = planSwitch(PLAIN, at({ d: 'purged' }), 'd', 'archived')
    assert.equal(purged.refused?.code, 'E_MODULE_STATE')
  })

  test('that is archived is not paused', ({ assert }) => {
    const plan = planSwitch(PLAIN, at({ d: 'archived' }), 'd', 'paused')
    assert.equal(plan.refused?.code, 'E_MODULE_STATE')
  })
})

test.group('Plan of a bridge', () => {
  test('comes on with the last module that it joins, and not before', ({ assert }) => {
    assert.deepEqual(told(planSwitch(BRIDGED, on(), 'a', 'enabled')), ['a enabled'])
    const plan = planSwitch(BRIDGED, on('a'), 'd', 'enabled')
    assert.deepEqual(told(plan), ['d enabled', 'ad enabled'])
    assert.isTrue(plan.steps[1].automatic)
  })

  test('goes off with any of them and hinders nobody', ({ assert }) => {
    for (const to of ['paused', 'archived'] as const) {
      const plan = planSwitch(BRIDGED, on('a', 'd', 'ad'), 'd', to)
      assert.isNull(plan.refused)
      assert.deepEqual(told(plan), ['ad paused', `d ${to}`])
      assert.isTrue(plan.steps[0].automatic)
    }
  })

  test('comes back after it went off by itself, and stays off after somebody paused it', ({
    assert,
  }) => {
    const states = { a: 'enabled', ad: 'paused', d: 'paused' } as const
    const followed = at(states, { automatic: new Set(['ad']) })
    assert.deepEqual(told(planSwitch(BRIDGED, followed, 'd', 'enabled')), [
      'd enabled',
      'ad enabled',
    ])
    assert.deepEqual(told(planSwitch(BRIDGED, at(states), 'd', 'enabled')), ['d enabled'])
  })

  test('stays off where it is archived, purged, outside of the plan, or its author says so', ({
    assert,
  }) => {
    for (const state of ['archived', 'purged'] as const) {
      const standing = at({ a: 'enabled', ad: state })
      assert.deepEqual(told(planSwitch(BRIDGED, standing, 'd', 'enabled')), ['d enabled'])
    }
    const outside = at({ a: 'enabled' }, { entitled: new Set(['a', 'd']) })
    assert.deepEqual(told(planSwitch(BRIDGED, outside, 'd', 'enabled')), ['d enabled'])
    const shy = [...PLAIN, make('ad', ['a', 'd'], { kind: 'bridge', initialState: 'available' })]
    assert.deepEqual(told(planSwitch(shy, on('a'), 'd', 'enabled')), ['d enabled'])
  })

  test('brings the modules that it joins along when it is chosen itself', ({ assert }) => {
    assert.deepEqual(told(planSwitch(BRIDGED, on(), 'ad', 'enabled')), [
      'a enabled',
      'd enabled',
      'ad enabled',
    ])
  })

  test('goes off when the entitlement to a module ends, and may come back', ({ assert }) => {
    const steps = planWithdrawal(BRIDGED, on('a', 'd', 'ad').states, new Set(['d']))
    assert.deepEqual(
      steps.map(({ module, automatic }) => [module, automatic ?? false]),
      [
        ['ad', true],
        ['d', false],
      ]
    )
  })

  test('starts with a new organisation when all it joins does', ({ assert }) => {
    const all = () => true
    const chosen = (...ids: string[]) => startingModules(BRIDGED, ({ id }) => ids.includes(id), all)
    assert.deepEqual(chosen('a', 'd'), ['a', 'd', 'ad'])
    assert.deepEqual(chosen('a'), ['a'])
    assert.deepEqual(chosen('c'), [], 'nothing starts without what it requires')
    assert.deepEqual(
      startingModules(BRIDGED, all, (id) => id !== 'b'),
      ['a', 'd', 'ad'],
      'nor without the entitlement'
    )
  })
})

test.group('Effects of a switch', () => {
  const NOTHING: SwitchFigures = {
    jobs: new Map(),
    events: new Map(),
    versions: new Map(),
    purges: new Set(),
  }
  const load = () => Promise.reject(new Error('plans load nothing'))
  const shop = make('shop', [], {
    routes: load,
    menu: [
      {
        id: 'shop.items',
        label: 'Items',
        href: '/shop',
        icon: 'i-lucide-box',
        section: 'Sales',
        order: 1,
        permission: 'shop.item.view',
      },
    ],
    provides: { 'shop.stock@1': load },
    slots: { 'desk.ticket.aside': [{ component: 'shop::ticket', permission: 'shop.item.view' }] },
    schedules: [
      { id: 'shop.count', label: 'Count the stock', cron: '0 9 * * *', job: 'shop.count' },
    ],
    webhooks: [{ name: 'item.sold', event: 'shop.item_sold@1', description: 'Sold' }],
  })
  const desk = make('desk', [], { consumes: { 'shop.stock@1': 'optional' } })
  const effects = (
    standing: Standing,
    to: 'enabled' | 'paused' | 'archived',
    figures = NOTHING
  ) => {
    const manifests = [shop, desk]
    return effectsOf(manifests, standing, planSwitch(manifests, standing, 'shop', to), figures)
  }

  test('say with figures what disappears, what waits and who loses what', ({ assert }) => {
    const figures = { ...NOTHING, jobs: new Map([['shop', 3]]), events: new Map([['shop', 1]]) }
    assert.deepEqual(effects(on('shop', 'desk'), 'paused', figures), [
      'Pages of SHOP disappear for everybody here, with 1 menu entry (Items); its API below /api/v1/shop answers 404.',
      '1 card of SHOP disappears from pages of DESK.',
      '3 jobs and 1 event of SHOP wait until it is on again.',
      'Schedules of SHOP stop: Count the stock.',
      'Webhooks of SHOP are not sent: item.sold.',
      'DESK works on without SHOP: it does not get shop.stock.',
      'All data stays as it is. Nothing is deleted.',
    ])
  })

  test('say that archived records are read on', ({ assert }) => {
    const [first] = effects(on('shop'), 'archived')
    assert.match(first, /^SHOP can only be read, printed and exported/)
  })

  test('say what comes back, and that purged data does not', ({ assert }) => {
    const figures = {
      ...NOTHING,
      jobs: new Map([['shop', 1]]),
      purges: new Set(['shop']),
      versions: new Map([['shop', '0.1.0']]),
    }
    const sentences = effects(at({ shop: 'paused', desk: 'enabled' }), 'enabled', figures)
    assert.include(sentences, '1 job of SHOP that waited goes on.')
    assert.include(sentences, 'The data of SHOP is brought from version 0.1.0 to 0.2.0.')
    assert.include(sentences, 'The request to delete the data of SHOP is withdrawn.')
    assert.include(sentences, 'DESK works together with SHOP from then on.')
    assert.include(
      effects(at({ shop: 'purged' }), 'enabled'),
      'SHOP starts with nothing: its earlier data was deleted. Numbers go on where they ended.'
    )
  })

  test('say why modules move along', ({ assert }) => {
    const standing = on('a')
    const plan = planSwitch(BRIDGED, standing, 'd', 'enabled')
    const sentences = effectsOf(BRIDGED, standing, plan, NOTHING)
    assert.include(sentences, 'AD comes on by itself: it joins what is on then.')
    const chain = planSwitch(PLAIN, on(), 'b', 'enabled')
    assert.include(
      effectsOf(PLAIN, on(), chain, NOTHING),
      'A is switched on too, because B needs it.'
    )
  })
})
