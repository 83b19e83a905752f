import { test } from '@japa/runner'
import { wayBack } from '../../status/way_back.ts'

test.group('The way back of a status', () => {
  test('takes a hold and a step back; a delivered vehicle stays delivered', ({ assert }) => {
    const was = (status: Parameters<typeof wayBack>[0]['status']) => ({ status, holdReason: null })
    assert.deepEqual(wayBack(was('in_progress'), 'on_hold', 'Oops'), { transition: 'resume' })
    assert.deepEqual(wayBack(was('in_progress'), 'ready', 'Oops'), {
      transition: 'rework',
      reason: 'Oops',
    })
    assert.deepEqual(wayBack(was('ready'), 'in_progress', 'Oops'), { transition: 'finish' })
    assert.isNull(wayBack(was('ready'), 'delivered', 'Oops'))
    assert.isNull(wayBack(was('received'), 'diagnosing', 'Oops'))
  })
})
