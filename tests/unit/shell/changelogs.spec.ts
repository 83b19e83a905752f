import { test } from '@japa/runner'
import { parseChangelog, signatureOf } from '../../../app/shell/changelogs.ts'

test.group('What changed', () => {
  test('a release is its version and its points, each on one line', ({ assert }) => {
    const text =
      '# Changelog\n\n## 0.2.0\n\n- One that\n  goes on.\n- Two.\n\n## 0.1.0\n\n- First.\n'
    assert.deepEqual(parseChangelog(text), [
      { version: '0.2.0', changes: ['One that goes on.', 'Two.'] },
      { version: '0.1.0', changes: ['First.'] },
    ])
    assert.isEmpty(parseChangelog(''))
    assert.isEmpty(parseChangelog('# Changelog\n\n## 0.1.0\n'))
  })

  test('the signature is another one as soon as there is another release', ({ assert }) => {
    const one = { module: 'tickets', name: 'Tickets', version: '0.1.0', changes: ['First.'] }
    assert.equal(signatureOf([one]), signatureOf([{ ...one, changes: [] }]))
    assert.notEqual(signatureOf([one]), signatureOf([{ ...one, version: '0.2.0' }]))
  })
})
