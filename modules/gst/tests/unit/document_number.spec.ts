import { test } from '@japa/runner'
import { checkDocumentNumber } from '../../services/document_number.ts'
import { readVectors } from '../support/vector_document.ts'

interface Cases {
  documentNumber: { valid: string[]; invalid: { no: string; reason: string }[] }
}

const { documentNumber: cases } = readVectors<Cases>('identifier-cases.json')

/** The pattern of the invoice registration portal, as published. */
const PORTAL = /^([a-zA-Z1-9]{1}[a-zA-Z0-9\/-]{0,15})$/

const FAULTS: Record<string, string> = {
  'BLR/2026-27/000123': 'length',
  '': 'empty',
  '0012': 'first-character',
  '/12': 'first-character',
  '-12': 'first-character',
  'INV_12': 'character',
  'INV 12': 'character',
  'INV#12': 'character',
  'चालान12': 'character',
}

test.group('Document number', () => {
  test('"{$self}" is accepted')
    .with(cases.valid)
    .run(({ assert }, no) => {
      assert.deepEqual(checkDocumentNumber(no), { ok: true, value: no })
    })

  test('"{no}" is refused: {reason}')
    .with(cases.invalid)
    .run(({ assert }, { no }) => {
      const result = checkDocumentNumber(no)
      if (result.ok) return assert.fail(`"${no}" was accepted`)
      assert.equal(result.fault, FAULTS[no])
      assert.match(result.message, /[A-Z].*\. [A-Z].*\.$/)
    })

  test('numbers are issued in upper case', ({ assert }) => {
    assert.deepEqual(checkDocumentNumber(' a-1/x '), { ok: true, value: 'A-1/X' })
  })

  test('exactly what the portal pattern takes is accepted', ({ assert }) => {
    const tried = ['Z', '9', '0', 'A'.repeat(16), 'A'.repeat(17), '1/-', 'A.1', 'é1', '_1', '1_']
    for (const no of tried) assert.equal(checkDocumentNumber(no).ok, PORTAL.test(no), no)
  })
})
