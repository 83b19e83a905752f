import { test } from '@japa/runner'
import { ChassisNumberError, RegistrationError } from '../../errors.ts'
import {
  normaliseChassisNumber,
  normaliseRegistration,
  readableRegistration,
} from '../../services/registration.ts'

test.group('Registration numbers', () => {
  test('{0} is stored as {1}')
    .with([
      ['MH12AB1234', 'MH12AB1234'],
      [' mh-12 ab 1234 ', 'MH12AB1234'],
      ['MH 12 AB 7', 'MH12AB0007'],
      ['DL 3C AB 1234', 'DL3CAB1234'],
      ['KA 01 A 99', 'KA01A0099'],
      ['MH 12 1234', 'MH121234'],
      ['22 BH 1234 AA', '22BH1234AA'],
      ['23BH0001C', '23BH0001C'],
      ['T 0922 MH 1234 AB', 'T0922MH1234AB'],
      ['MH 12 TEMP 4321', 'MH12TEMP4321'],
      ['MMC 1234', 'MMC1234'],
      ['77 CD 12', '77CD12'],
      ['09D123456H', '09D123456H'],
      ['OR-02-K-1234', 'OR02K1234'],
    ])
    .run(({ assert }, [typed, stored]) => assert.equal(normaliseRegistration(typed), stored))

  test('{$self} is refused with a message at the field')
    .with([
      'XX12AB1234',
      'MH12AB12345',
      'MH12AB0000',
      '22BH1234IO',
      'T1322MH1234',
      'hello',
      '1234',
      'MH12AB१२३४',
    ])
    .run(({ assert }, typed) => {
      try {
        normaliseRegistration(typed)
      } catch (error) {
        assert.instanceOf(error, RegistrationError)
        assert.equal((error as RegistrationError).field, 'registration')
        assert.isNotEmpty((error as RegistrationError).next)
        return
      }
      assert.fail('It was accepted')
    })

  test('people read it in groups', ({ assert }) => {
    assert.equal(readableRegistration('MH12AB1234'), 'MH 12 AB 1234')
    assert.equal(readableRegistration('22BH1234AA'), '22 BH 1234 AA')
    assert.equal(readableRegistration('T0922MH1234AB'), 'T0922MH1234AB')
  })

  test('a stored number is normal already', ({ assert }) => {
    for (const mark of ['MH12AB0007', 'DL3CAB1234', '22BH1234AA', 'T0922MH1234AB', 'MMC1234']) {
      assert.equal(normaliseRegistration(readableRegistration(mark)), mark)
    }
  })

  test('a chassis number of 17 has no letters that look like digits', ({ assert }) => {
    assert.equal(normaliseChassisNumber('mat 445 1234 5678901'), 'MAT44512345678901')
    assert.equal(normaliseChassisNumber('ERK-00123'), 'ERK00123')
    assert.throws(() => normaliseChassisNumber('MAT44512345678OO1'), ChassisNumberError as never)
    assert.throws(() => normaliseChassisNumber('1234'), ChassisNumberError as never)
  })
})
