import { test } from '@japa/runner'
import { TRANSITIONS } from '../../status/transitions.ts'
import { wayBack } from '../../status/way_back.ts'

test.group('The way back of a status', () => {
  test('leads to the status before, by the table and nothing else', ({ assert }) => {
    for (const { from, to } of TRANSITIONS) {
      for (const status of from) {
        const back = wayBack({ status, holdReason: 'waiting_parts' }, to, 'Taken back')
        if (!back) continue
        const way = TRANSITIONS.find(({ name }) => name === back.transition)!
        assert.equal(way.to, status)
        assert.include(way.from as readonly string[], to)
      }
    }
  })

  test('takes a hold back with its reason; closing and starting have none', ({ assert }) => {
    const held = { status: 'on_hold', holdReason: 'waiting_parts' } as const
    assert.deepEqual(wayBack(held, 'in_progress', 'Taken back'), {
      transition: 'hold',
      reason: 'waiting_parts',
    })
    const working = { status: 'in_progress', holdReason: null } as const
    assert.deepEqual(wayBack(working, 'on_hold', 'Taken back'), { transition: 'resume' })
    assert.isNull(wayBack({ status: 'resolved', holdReason: null }, 'closed', 'Taken back'))
    assert.isNull(wayBack({ status: 'open', holdReason: null }, 'in_progress', 'Taken back'))
  })
})
