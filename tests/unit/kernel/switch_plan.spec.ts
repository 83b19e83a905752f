import { test } from '@japa/runner'
import { defineModule, type ModuleState } from '@karkhana/kernel/module'
import { planSwitch } from '../../../app/modules/plan.ts'

const make = (id: string, requires: string[] = []) =>
  defineModule({
    id,
    name: id.toUpperCase(),
    description: id,
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    requires: Object.fromEntries(requires.map((each) => [each, '^0.1.0'])),
  })

/** c needs b, b needs a; d stands alone. */
const MANIFESTS = [make('a'), make('b', ['a']), make('c', ['b']), make('d')]
const on = (...ids: string[]) => new Map(ids.map((id) => [id, 'enabled' as ModuleState]))

test.group('Plan of a module switch', () => {
  test('switching on brings along what the module requires, in order', ({ assert }) => {
    const plan = planSwitch(MANIFESTS, on(), 'c', 'enabled')
    assert.deepEqual(
      plan.steps.map((step) => step.module),
      ['a', 'b', 'c']
    )
    assert.isNull(plan.refused)
  })

  test('what is on already is left alone', ({ assert }) => {
    const plan = planSwitch(MANIFESTS, on('a'), 'b', 'enabled')
    assert.deepEqual(
      plan.steps.map((step) => step.module),
      ['b']
    )
  })

  test('switching off is refused while an enabled module needs it, also through another one', ({
    assert,
  }) => {
    const plan = planSwitch(MANIFESTS, on('a', 'b', 'c', 'd'), 'a', 'paused')
    assert.deepEqual(plan.refused?.dependants, [
      { id: 'c', name: 'C' },
      { id: 'b', name: 'B' },
    ])
    assert.deepEqual(
      plan.steps.map((step) => step.module),
      ['c', 'b', 'a'],
      'the order in which they can be switched off'
    )
  })

  test('a dependant that is off does not stand in the way', ({ assert }) => {
    const plan = planSwitch(MANIFESTS, on('a'), 'a', 'paused')
    assert.isNull(plan.refused)
    assert.lengthOf(plan.steps, 1)
  })

  test('switching off what is not on changes nothing', ({ assert }) => {
    assert.deepEqual(planSwitch(MANIFESTS, on(), 'd', 'paused').steps, [])
  })
})
