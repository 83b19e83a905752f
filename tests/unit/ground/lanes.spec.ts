import os from 'node:os'
import { test } from '@japa/runner'
import { filesOf, runsInLanes } from '../../../bin/testing/lanes.ts'

test.group('Whether the suites run side by side', () => {
  test('the whole run does, on a machine with two processors', ({ assert }) => {
    assert.equal(runsInLanes([]), os.availableParallelism() > 1)
  })

  test('a part of the tests does not', ({ assert }) => {
    for (const args of [['unit'], ['--files=modules/gst/**'], ['--tests=x'], ['--bail']]) {
      assert.isFalse(runsInLanes(args), args.join(' '))
    }
  })

  test('TEST_LANES=1 keeps them in one process', ({ assert, cleanup }) => {
    const before = process.env.TEST_LANES
    cleanup(() => {
      if (before === undefined) delete process.env.TEST_LANES
      else process.env.TEST_LANES = before
    })
    process.env.TEST_LANES = '1'
    assert.isFalse(runsInLanes([]))
  })

  test('together they hold every test, and none twice', ({ assert }) => {
    for (const suite of ['unit', 'functional', 'browser']) {
      const [kernel, modules] = [filesOf(suite, 'kernel'), filesOf(suite, 'modules')]
      assert.sameMembers([...new Set([...kernel, ...modules])], filesOf(suite, null))
    }
    const [kernel, modules] = [filesOf('functional', 'kernel'), filesOf('functional', 'modules')]
    assert.lengthOf([...kernel, ...modules], filesOf('functional', null).length)
  })
})
