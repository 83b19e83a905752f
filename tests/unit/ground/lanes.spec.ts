import fs from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { batchesOf, pack, patternsOf, specsOf, SUITE_NAMES } from '../../../bin/testing/batches.ts'
import { failuresIn, filesOf, laneCount, runsInLanes } from '../../../bin/testing/lanes.ts'
import { inOrder, shuffled, shuffleSeed } from '../../../bin/testing/shuffle.ts'
import { SECONDS } from '../../../bin/testing/weights.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Sets `TEST_LANES` for one test. */
function setLanes(value: string | undefined, cleanup: (undo: () => void) => void) {
  const before = process.env.TEST_LANES
  const set = (next: string | undefined) => {
    if (next === undefined) delete process.env.TEST_LANES
    else process.env.TEST_LANES = next
  }
  cleanup(() => set(before))
  set(value)
}

test.group('Whether the suites run side by side', () => {
  test('the whole run does, on a machine with two processors', ({ assert, cleanup }) => {
    setLanes(undefined, cleanup)
    assert.equal(runsInLanes([]), os.availableParallelism() > 1)
  })

  test('a part of the tests does not', ({ assert, cleanup }) => {
    setLanes('2', cleanup)
    for (const args of [['unit'], ['--files=modules/gst/**'], ['--tests=x'], ['--bail']]) {
      assert.isFalse(runsInLanes(args), args.join(' '))
    }
  })

  test('TEST_LANES says how many there are, and 1 keeps all in one process', ({
    assert,
    cleanup,
  }) => {
    setLanes('3', cleanup)
    assert.equal(laneCount(), 3)
    assert.isTrue(runsInLanes([]))
    setLanes('1', cleanup)
    assert.isFalse(runsInLanes([]))
  })
})

test.group('The batches of a whole run', () => {
  test('hold every test file, and none twice', ({ assert }) => {
    const batches = batchesOf(ROOT)
    for (const suite of SUITE_NAMES) {
      const found = fs.globSync(patternsOf(suite), { cwd: ROOT })
      assert.isAbove(found.length, 30, suite)
      const held = batches.filter((batch) => batch.suite === suite).flatMap(({ files }) => files)
      assert.deepEqual(held.toSorted(), found.toSorted())
    }
  })

  test('are handed out longest first, and hold no empty one', ({ assert }) => {
    const batches = batchesOf(ROOT)
    const seconds = batches.map((batch) => batch.seconds)
    assert.deepEqual(
      seconds,
      seconds.toSorted((a, b) => b - a)
    )
    for (const { files } of batches) assert.isNotEmpty(files)
  })

  test('share processes as far as there is room, and give a long file one of its own', ({
    assert,
  }) => {
    const long = 'tests/browser/looks.spec.ts'
    const [first, last] = ['tests/browser/a.spec.ts', 'tests/browser/z.spec.ts']
    const batches = pack('browser', [first, long, last]).map(({ files }) => files)
    assert.sameDeepMembers(batches, [[first, last], [long]])
  })

  test('are weighed by files that exist', ({ assert }) => {
    const specs = SUITE_NAMES.flatMap((suite) => specsOf(ROOT, suite))
    assert.includeMembers(specs, Object.keys(SECONDS))
  })

  test('are all that runs in their process; one that has none runs everything', ({ assert }) => {
    assert.deepEqual(filesOf('browser', null), patternsOf('browser'))
    const batch = { suite: 'browser' as const, files: ['tests/browser/a.spec.ts'] }
    assert.deepEqual(filesOf('browser', batch), batch.files)
    assert.deepEqual(filesOf('functional', batch), [])
  })

  test('name the tests that failed, and the files of one that broke', ({ assert }) => {
    const files = ['tests/unit/a.spec.ts']
    const said = [
      'unit / Money (tests/unit/a.spec.ts)',
      '  ✔ is counted in paise (1ms)',
      '  ✖ is never lost (2ms)',
      '0 passed, 1 failed',
    ].join('\n')
    assert.deepEqual(failuresIn(said, { files }), ['  tests/unit/a.spec.ts: is never lost (2ms)'])
    assert.deepEqual(failuresIn('', { files }), ['  a batch broke: tests/unit/a.spec.ts'])
  })
})

test.group('Files in another order', () => {
  test('come only where TEST_SHUFFLE says so', ({ assert }) => {
    assert.isNull(shuffleSeed({}))
    assert.isNull(shuffleSeed({ TEST_SHUFFLE: '' }))
    assert.equal(shuffleSeed({ TEST_SHUFFLE: '7' }), 7)
    const files = ['tests/unit/ground/*.spec.ts']
    assert.deepEqual(inOrder(ROOT, 'unit', files, null), files)
  })

  test('are drawn once for all processes of a run', ({ assert }) => {
    const env: NodeJS.ProcessEnv = { TEST_SHUFFLE: 'random' }
    assert.equal(shuffleSeed(env), Number(env.TEST_SHUFFLE))
    assert.equal(shuffleSeed(env), Number(env.TEST_SHUFFLE))
  })

  test('need a seed that is a number', ({ assert }) => {
    for (const wanted of ['yes', '-1', '1.5', '1e9']) {
      assert.throws(() => shuffleSeed({ TEST_SHUFFLE: wanted }), /whole number or "random"/)
    }
  })

  test('are the same files, in the same order for the same seed', ({ assert }) => {
    const specs = specsOf(ROOT, 'functional')
    assert.deepEqual(shuffled(specs, 7), shuffled(specs.toReversed(), 7))
    assert.notDeepEqual(shuffled(specs, 7), shuffled(specs, 8))
    assert.deepEqual(shuffled(specs, 7).toSorted(), specs)
    const [gone] = specs
    assert.deepEqual(
      shuffled(specs.slice(1), 7),
      shuffled(specs, 7).filter((file) => file !== gone)
    )
  })

  test('meet other neighbours in their batches, and none is lost', ({ assert }) => {
    const usual = batchesOf(ROOT)
    const others = batchesOf(ROOT, (files) => shuffled(files, 7))
    const all = (batches: typeof usual) => batches.flatMap(({ files }) => files).toSorted()
    assert.deepEqual(all(others), all(usual))
    assert.notDeepEqual(
      others.map(({ files }) => files.toSorted()),
      usual.map(({ files }) => files.toSorted())
    )
  })

  test('reach Japa by a function, since it sorts what it is given as names', ({ assert }) => {
    const files = inOrder(ROOT, 'unit', ['tests/unit/ground/*.spec.ts'], 7)
    assert.isFunction(files)
    const names = (files as () => URL[])().map(({ pathname }) => pathname.split('/').at(-1)!)
    assert.include(names, 'lanes.spec.ts')
    assert.notDeepEqual(names, names.toSorted())
  })
})
