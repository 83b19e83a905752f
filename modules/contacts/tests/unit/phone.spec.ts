import { test } from '@japa/runner'
import { PhoneError } from '../../errors.ts'
import { normalisePhone, phoneDigits } from '../../services/phone.ts'

test.group('Phone numbers of contacts', () => {
  test('every way to write {0} is one number')
    .with([
      ['98220 12345', '+919822012345'],
      ['+91 98220-12345', '+919822012345'],
      ['098220 12345', '+919822012345'],
      ['0091 98220 12345', '+919822012345'],
      ['91 98220 12345', '+919822012345'],
      ['(020) 2543 1234', '+912025431234'],
      ['+44 20 7946 0958', '+442079460958'],
    ])
    .run(({ assert }, [typed, stored]) => assert.equal(normalisePhone(typed), stored))

  test('{$self} is refused')
    .with([
      '12345',
      '98220 1234',
      '+91 12',
      '98220 12345 ext 4',
      'Raj',
      '+0123456789',
      '٩٨٢٢٠١٢٣٤٥',
    ])
    .run(({ assert }, typed) => assert.throws(() => normalisePhone(typed), PhoneError as never))

  test('a search term is read as a part of a number, or not at all', ({ assert }) => {
    assert.equal(phoneDigits('98220 123'), '98220123')
    assert.equal(phoneDigits('+91 98220'), '9198220')
    assert.equal(phoneDigits('09822012345'), '9822012345')
    assert.isNull(phoneDigits('12'))
    assert.isNull(phoneDigits('000'))
    assert.isNull(phoneDigits('MH12AB1234'))
  })
})
