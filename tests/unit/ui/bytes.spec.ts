import { test } from '@japa/runner'
import { formatBytes } from '../../../resources/ui/format/bytes.ts'
import { fileSize } from '../../../resources/ui/format/runs.ts'

test.group('The size of a file', () => {
  test('is told in the same words everywhere', ({ assert }) => {
    const sizes = [0, 1, 1024, 10_240, 1_048_575, 1_500_000, 20 * 1024 ** 3]
    const told = ['0 KB', '1 KB', '1 KB', '10 KB', '1 MB', '1.4 MB', '20 GB']
    assert.deepEqual(sizes.map(formatBytes), told)
    assert.deepEqual(sizes.map(fileSize), told)
    assert.equal(formatBytes(null), '–')
    assert.equal(fileSize(null), '')
  })
})
