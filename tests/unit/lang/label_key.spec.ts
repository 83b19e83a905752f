import { test } from '@japa/runner'
import fc from 'fast-check'
import { labelKey } from '../../../app/lang/label_key.ts'
import { labelKey as keyOnPages } from '../../../resources/ui/format/label_key.ts'

test.group('Keys of labels', () => {
  test('are made of the words', ({ assert }) => {
    assert.equal(labelKey('In progress'), 'in_progress')
    assert.equal(labelKey('In time %'), 'in_time_percent')
    assert.equal(labelKey('The customer’s approval of {number}'), 'the_customers_approval_of')
  })

  test('are the same on the server and on pages', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (label) => labelKey(label) === keyOnPages(label))
    )
  })
})
