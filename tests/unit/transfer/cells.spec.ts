import { test } from '@japa/runner'
import type { FieldDeclaration, FieldKind } from '../../../app/fields/declaration.ts'
import { autoMap } from '../../../app/transfer/mapping.ts'
import { readCell, saysNothing } from '../../../app/transfer/read_cell.ts'
import contacts from '../../../modules/contacts/importers/contacts.ts'

const column = (kind: FieldKind, more: Partial<FieldDeclaration> = {}): FieldDeclaration => ({
  key: 'x',
  label: 'X',
  kind,
  ...more,
})
const value = (field: FieldDeclaration, raw: string) => {
  const reading = readCell(field, raw)
  return 'value' in reading ? reading.value : reading.problem
}

test.group('Cells as spreadsheets leave them', () => {
  test('are dates with the day first, in the ways that people write them', ({ assert }) => {
    for (const raw of [
      '2026-04-05',
      '2026-04-05 00:00',
      '05-04-2026',
      '5/4/2026',
      '5.4.26',
      '05-Apr-2026',
      '5 April 2026',
      '05-Apr-26',
      '46117',
    ]) {
      assert.equal(value(column('date'), raw), '2026-04-05', raw)
    }
    for (const raw of ['31-02-2026', '2026-13-01', '5-Foo-2026', 'soon', '12']) {
      assert.match(String(value(column('date'), raw)), /is not a date/, raw)
    }
    assert.match(String(value(column('date'), '04/25/2026')), /month stands first/)
  })

  test('are amounts with the signs of rupees and Indian commas', ({ assert }) => {
    for (const raw of ['1,23,456.50', '₹ 1,23,456.50', 'Rs. 123456.5', 'INR 1,23,456.50/-']) {
      assert.equal(value(column('money'), raw), 12_345_650, raw)
    }
    assert.equal(value(column('money'), '(1,250.00)'), -125_000)
    assert.equal(value(column('number'), '18%'), '18')
    assert.equal(value(column('integer'), '18,240.00'), 18_240)
    assert.match(String(value(column('money'), '12.345')), /amount in rupees/)
  })

  test('are numbers that Excel has shortened only where no digit is lost', ({ assert }) => {
    const phone = column('phone')
    assert.equal(value(phone, '9.822012345E+09'), '+919822012345')
    assert.equal(value(phone, '9822012345.0'), '+919822012345')
    assert.equal(value(phone, '09822012345'), '+919822012345')
    assert.match(String(value(phone, '9.8E+09')), /shortened/)
    assert.match(String(value(column('text'), '8.90123E+12')), /shortened/)
    assert.equal(value(column('text'), 'E-450X'), 'E-450X')
    assert.equal(value(column('text', { pattern: '\\d{2}' }), '7'), '07')
  })

  test('say nothing, or that their formula failed', ({ assert }) => {
    assert.isTrue(saysNothing(column('phone'), 'N/A'))
    assert.isTrue(saysNothing(column('email'), '-'))
    assert.isFalse(saysNothing(column('text'), 'NA'))
    assert.match(String(value(column('text'), '#REF!')), /formula/)
    assert.match(String(value(column('text'), '????')), /Letters were lost/)
    assert.equal(value(column('switch'), 'हाँ'), true)
  })
})

test.group('Headings of other programs', () => {
  const named = (headings: string[]) => {
    const mapping = autoMap(headings, contacts.columns)
    return Object.fromEntries(
      Object.entries(mapping).flatMap(([key, at]) => (at === null ? [] : [[key, headings[at]]]))
    )
  }

  test('of Tally, Zoho and in Hindi are known', ({ assert }) => {
    assert.deepEqual(
      named(['Name of Ledger', 'Address', 'State Name', 'Pincode', 'GSTIN/UIN', 'Mobile No.']),
      {
        name: 'Name of Ledger',
        addressLine1: 'Address',
        stateCode: 'State Name',
        postalCode: 'Pincode',
        gstin: 'GSTIN/UIN',
        phone: 'Mobile No.',
      }
    )
    assert.containsSubset(
      named([
        'Contact ID',
        'Display Name',
        'Company Name',
        'EmailID',
        'MobilePhone',
        'GST Identification Number (GSTIN)',
        'Billing Address',
        'Billing City',
        'Billing Code',
      ]),
      {
        name: 'Display Name',
        company: 'Company Name',
        email: 'EmailID',
        phone: 'MobilePhone',
        city: 'Billing City',
        postalCode: 'Billing Code',
      }
    )
    assert.deepEqual(named(['नाम', 'मोबाइल नंबर', 'शहर', 'पिन कोड']), {
      name: 'नाम',
      phone: 'मोबाइल नंबर',
      city: 'शहर',
      postalCode: 'पिन कोड',
    })
  })

  test('that a person chose before go first', ({ assert }) => {
    const headings = ['Mobile', 'Second number', 'Name']
    const mapping = autoMap(headings, contacts.columns, { phone: 'Second number' })
    assert.containsSubset(mapping, { phone: 1, name: 2 })
  })
})
