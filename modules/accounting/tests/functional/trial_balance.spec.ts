import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { addDays } from '@karkhana/kernel/dates'
import { asPaise, paise } from '@karkhana/kernel/money'
import { makeWorkshop } from '@karkhana/kernel/testing'
import fc from 'fast-check'
import type { AccountKey, JournalLine } from '../../contracts.ts'
import ledger from '../../services/ledger.ts'
import { trialBalance } from '../../services/trial_balance.ts'
import { entry, post } from '../support/books.ts'

/** The accounts with a balance, as `[debit, credit]` by key. */
async function balances(scope: Scope, date: string) {
  const { rows } = await trialBalance(scope, date)
  const filled = rows.filter((row) => row.debit > 0 || row.credit > 0)
  return Object.fromEntries(filled.map((row) => [row.key, [row.debit, row.credit]]))
}

test.group('Trial balance', () => {
  test('an invoice and its payment by UPI stand as the accountant expects', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const amount = (value: string) => paise(value)
    const lines: JournalLine[] = [
      { account: 'trade_receivables', debit: amount('4747.00') },
      { account: 'round_off', debit: amount('0.14') },
      { account: 'labour_income', credit: amount('1200.00') },
      { account: 'parts_income', credit: amount('2823.00') },
      { account: 'output_cgst', credit: amount('362.07') },
      { account: 'output_sgst', credit: amount('362.07') },
    ]
    await ledger.post(scope, { ...entry(scope, 1), lines })
    await post(scope, 474700, { debit: 'bank_upi', credit: 'trade_receivables' })

    const response = await client
      .get('/api/v1/accounting/trial-balance?date=2026-11-20')
      .bearerToken(await workshop.token('accountant'))
    response.assertStatus(200)
    const { data } = response.body() as { data: Awaited<ReturnType<typeof trialBalance>> }
    assert.equal(data.date, '2026-11-20')
    assert.equal(data.totalDebit, 474714)
    assert.equal(data.totalCredit, 474714)
    const filled = data.rows.filter((row) => row.debit > 0 || row.credit > 0)
    assert.deepEqual(
      filled.map((row) => [row.code, row.name, row.key, row.debit, row.credit]),
      [
        ['1002', 'Bank / UPI', 'bank_upi', 474700, 0],
        ['2201', 'Output CGST', 'output_cgst', 0, 36207],
        ['2202', 'Output SGST', 'output_sgst', 0, 36207],
        ['4001', 'Labour income', 'labour_income', 0, 120000],
        ['4002', 'Parts income', 'parts_income', 0, 282300],
        ['6020', 'Round-off', 'round_off', 14, 0],
      ]
    )
  })

  test('counts a day in and the next day out, in the middle and at the end of a month', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    await post(scope, 1, { date: '2026-09-30' })
    await post(scope, 10, { date: '2026-10-01' })
    await post(scope, 100, { date: '2026-10-15' })
    await post(scope, 1000, { date: '2026-10-31' })
    await post(scope, 10000, { date: '2026-11-01' })
    const expected: [string, number][] = [
      ['2026-09-29', 0],
      ['2026-09-30', 1],
      ['2026-10-01', 11],
      ['2026-10-14', 11],
      ['2026-10-15', 111],
      ['2026-10-30', 111],
      ['2026-10-31', 1111],
      ['2026-11-01', 11111],
      ['2027-02-28', 11111],
    ]
    for (const [date, cash] of expected) {
      assert.deepEqual((await balances(scope, date)).cash ?? [0, 0], [cash, 0], date)
    }
  })

  test('totals are equal after any balanced journals, and each account is what its lines add up to', async () => {
    const scope = await (await makeWorkshop()).scope()
    const other = await (await makeWorkshop()).scope()
    const booked: { date: string; key: AccountKey; net: number }[] = []
    const keys: AccountKey[] = [
      'cash',
      'bank_upi',
      'capital',
      'labour_income',
      'output_igst',
      'round_off',
    ]
    const day = fc.integer({ min: 0, max: 120 }).map((days) => addDays('2026-08-01', days))
    const side = fc.record({
      key: fc.constantFrom(...keys),
      amount: fc.integer({ min: 1, max: 99_99_99_999 }),
    })
    const journal = fc.record({ date: day, sides: fc.array(side, { minLength: 1, maxLength: 5 }) })

    await fc.assert(
      fc.asyncProperty(
        fc.array(journal, { minLength: 1, maxLength: 4 }),
        day,
        async (journals, until) => {
          for (const { date, sides } of journals) {
            const total = sides.reduce((all, { amount }) => all + amount, 0)
            const lines: JournalLine[] = [
              ...sides.map(({ key, amount }) => ({ account: key, debit: asPaise(amount) })),
              { account: 'trade_payables', credit: asPaise(total) },
            ]
            await ledger.post(scope, { ...entry(scope, 1, { date }), lines })
            booked.push({ date, key: 'trade_payables', net: -total })
            booked.push(...sides.map(({ key, amount }) => ({ date, key, net: amount })))
          }
          const expected = new Map<string, number>()
          for (const { key, net } of booked.filter((each) => each.date <= until)) {
            expected.set(key, (expected.get(key) ?? 0) + net)
          }
          const balance = await trialBalance(scope, until)
          const right = balance.rows.every(
            (row) => row.debit - row.credit === (expected.get(row.key ?? '') ?? 0)
          )
          return right && balance.totalDebit === balance.totalCredit
        }
      ),
      { numRuns: 30 }
    )
    const theirs = await trialBalance(other, '2026-12-31')
    if (theirs.totalDebit !== 0) throw new Error('Entries of one organisation stand in another')
  }).timeout(60_000)

  test('a date that is none is answered at its field', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    for (const date of ['2026-02-30', 'soon', '20-11-2026', '9999-99-99']) {
      const response = await client
        .get(`/api/v1/accounting/trial-balance?date=${date}`)
        .bearerToken(token)
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, 'date', date)
    }
  })
})
