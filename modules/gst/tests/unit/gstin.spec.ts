import { test } from '@japa/runner'
import type { GstinFault, GstinKind } from '../../contracts.ts'
import { checkCharacter } from '../../services/check_character.ts'
import { parseGstin } from '../../services/gstin.ts'
import taxIdentity from '../../services/tax_identity.ts'
import { readVectors } from '../support/vector_document.ts'

interface Cases {
  gstin: {
    workedExample: { first14: string; check: string }
    valid: { gstin: string; type: string }[]
    invalid: { gstin: string; reason: string }[]
  }
}

const { gstin: cases } = readVectors<Cases>('identifier-cases.json')

/** What each invalid case of the file is refused for; the lower-case one is put right, not refused. */
const FAULTS: Record<string, [fault: GstinFault, says: RegExp] | null> = {
  '29AABCE2222B1ZC': ['check-character', /should be B, not C/],
  '27AAPFU0939F1ZW': ['check-character', /should be V, not W/],
  '92AAPFU0939F1ZV': ['state', /no state with the code 92/],
  '29AABCE2222B0ZB': ['registration-number', /13th character .* may not be 0/],
  '29AABCE2222B1Z': ['length', /this one has 14/],
  '29AABCE2222B1ZBB': ['length', /this one has 16/],
  '29aabce2222b1zb': null,
  '29AABCE22Z2B1ZB': ['pan', /character 10 must be a digit, not Z/],
  '2OAABCE2222B1ZB': ['state', /0 and O/],
  '29AABCE2222B1 ZB': ['character', /blank/],
  '10ABCDE1234F1Z5': ['check-character', /should be F/],
  '29AWGPV7107B1Z1': ['check-character', /should be F/],
  '37ARZPT4384Q1MT': ['class', /may not be M/],
  '01AMBPG7773M002': ['registration-number', /may not be 0/],
}

const kindOf = (type: string): GstinKind =>
  type.startsWith('TDS') ? 'tds' : type.startsWith('TCS') ? 'tcs' : 'regular'

test.group('GSTIN', () => {
  test('{gstin} is accepted: {type}')
    .with(cases.valid)
    .run(({ assert }, { gstin, type }) => {
      assert.deepEqual(parseGstin(gstin), {
        ok: true,
        value: gstin,
        kind: kindOf(type),
        stateCode: gstin.slice(0, 2),
        pan: gstin.slice(2, 12),
      })
    })

  test('every case of the file has a judgement', ({ assert }) => {
    assert.lengthOf(cases.valid, 17)
    assert.sameMembers(
      cases.invalid.map(({ gstin }) => gstin),
      Object.keys(FAULTS)
    )
  })

  test('{gstin} is refused: {reason}')
    .with(cases.invalid.filter(({ gstin }) => FAULTS[gstin]))
    .run(({ assert }, { gstin }) => {
      const [fault, says] = FAULTS[gstin]!
      const result = parseGstin(gstin)
      if (result.ok) return assert.fail(`${gstin} was accepted`)
      assert.equal(result.fault, fault)
      assert.match(result.message, says)
    })

  test('blanks around it and lower case are put right', ({ assert }) => {
    assert.deepInclude(parseGstin(' 29aabce2222b1zb\n'), { ok: true, value: '29AABCE2222B1ZB' })
  })

  test('an empty field and a foreign script are told apart', ({ assert }) => {
    assert.deepInclude(parseGstin('  '), { ok: false, fault: 'empty' })
    assert.deepInclude(parseGstin('२९AABCE2222B1ZB'), { ok: false, fault: 'character' })
  })

  test('{0} is of the kind {1} and its last character is not held against it')
    .with([
      ['0717UNO00157UNO', 'uin'],
      ['2717USA00021NRQ', 'non-resident'],
      ['9917AAA29003OSZ', 'oidar'],
      ['29BLRA12345B1Z5', 'government'],
    ] as [string, GstinKind][])
    .run(({ assert }, [value, kind]) => {
      assert.deepInclude(parseGstin(value), { ok: true, value, kind, pan: null })
    })

  test('the check character follows the published example', ({ assert }) => {
    assert.equal(checkCharacter(cases.workedExample.first14), cases.workedExample.check)
  })

  test('one mistyped character never passes', ({ assert }) => {
    const digits = '0123456789'
    for (const position of [0, 1, 7, 8, 9, 10]) {
      for (const digit of digits) {
        const original = '27AAPFU0939F1ZV'
        if (original[position] === digit) continue
        const typed = `${original.slice(0, position)}${digit}${original.slice(position + 1)}`
        assert.isFalse(parseGstin(typed).ok, typed)
      }
    }
  })
})

test.group('Tax identity of India', () => {
  test('gives the kernel the number, its state and the PAN behind it', ({ assert }) => {
    assert.deepEqual(taxIdentity.parse(' 27aapfu0939f1zv '), {
      ok: true,
      value: '27AAPFU0939F1ZV',
      stateCode: '27',
      taxpayerId: 'AAPFU0939F',
    })
  })

  test('a number without PAN stands for itself', ({ assert }) => {
    assert.deepInclude(taxIdentity.parse('0717UNO00157UNO'), { taxpayerId: '0717UNO00157UNO' })
  })

  test('a wrong number is refused with the next step', ({ assert }) => {
    assert.deepEqual(taxIdentity.parse('27AAPFU0939F1ZW'), {
      ok: false,
      message:
        'The last character should be V, not W; check the number on the registration certificate.',
    })
  })

  test('an Indian address lies in a present state of India', ({ assert }) => {
    const codes = taxIdentity.states().map(({ code }) => code)
    assert.includeMembers(codes, ['27', '29', '38', '97'])
    for (const code of ['25', '28', '96', '99']) assert.notInclude(codes, code)
  })
})
