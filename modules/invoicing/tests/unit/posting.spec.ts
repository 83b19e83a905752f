import { test } from '@japa/runner'
import { asPaise, paise, sum, ZERO } from '@karkhana/kernel/money'
import { invoiceLines, paymentLines, type PostedInvoice } from '../../services/posting.ts'

/** The repair of Volt & Wheel: 1,200.00 of labour, 2,823.00 of parts, 18 %. */
const REPAIR: PostedInvoice = {
  contactId: 'raj',
  stateTaxName: 'SGST',
  cgst: paise('362.07'),
  sgst: paise('362.07'),
  igst: ZERO,
  cess: ZERO,
  other: ZERO,
  roundOff: paise('-0.14'),
  total: paise('4747.00'),
  lines: [
    { kind: 'service', taxable: paise('1200.00') },
    { kind: 'part', taxable: paise('2450.00') },
    { kind: 'part', taxable: paise('373.00') },
  ],
}

const total = (invoice: PostedInvoice, side: 'debit' | 'credit') =>
  sum(invoiceLines(invoice).map((line) => line[side] ?? ZERO))

test.group('Postings of an invoice', () => {
  test('the customer owes the total; income, tax and round-off go to their accounts', ({
    assert,
  }) => {
    assert.deepEqual(invoiceLines(REPAIR), [
      { account: 'trade_receivables', debit: paise('4747.00'), contactId: 'raj' },
      { account: 'round_off', debit: paise('0.14') },
      { account: 'labour_income', credit: paise('1200.00') },
      { account: 'parts_income', credit: paise('2823.00') },
      { account: 'output_cgst', credit: paise('362.07') },
      { account: 'output_sgst', credit: paise('362.07') },
    ])
    assert.equal(total(REPAIR, 'debit'), total(REPAIR, 'credit'))
  })

  test('an inter-state invoice credits IGST alone', ({ assert }) => {
    const inter = { ...REPAIR, cgst: ZERO, sgst: ZERO, igst: paise('724.14') }
    const accounts = invoiceLines(inter).map((line) => line.account)
    assert.include(accounts, 'output_igst')
    assert.notInclude(accounts, 'output_cgst')
    assert.equal(total(inter, 'debit'), total(inter, 'credit'))
  })

  test('in a union territory the state half goes to the account of UTGST', ({ assert }) => {
    const accounts = invoiceLines({ ...REPAIR, stateTaxName: 'UTGST' }).map((line) => line.account)
    assert.include(accounts, 'output_utgst')
    assert.notInclude(accounts, 'output_sgst')
  })

  test('a round-off upwards is a credit', ({ assert }) => {
    const up = { ...REPAIR, roundOff: paise('0.40'), total: asPaise(REPAIR.total + 54) }
    const [line] = invoiceLines(up).filter((each) => each.account === 'round_off')
    assert.deepEqual(line, { account: 'round_off', credit: paise('0.40') })
    assert.equal(total(up, 'debit'), total(up, 'credit'))
  })

  test('a payment moves the amount from the customer to where the money is', ({ assert }) => {
    const account = (mode: 'cash' | 'upi' | 'card' | 'bank' | 'cheque') =>
      paymentLines({ mode, amount: paise('10.00'), contactId: 'raj' })[0].account
    assert.deepEqual((['cash', 'upi', 'bank', 'card', 'cheque'] as const).map(account), [
      'cash',
      'bank_upi',
      'bank_upi',
      'card_clearing',
      'cheques_in_hand',
    ])
    assert.deepEqual(paymentLines({ mode: 'upi', amount: paise('10.00'), contactId: 'raj' })[1], {
      account: 'trade_receivables',
      credit: paise('10.00'),
      contactId: 'raj',
    })
  })
})
