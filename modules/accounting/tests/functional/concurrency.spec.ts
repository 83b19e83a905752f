import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { AccountKey } from '../../contracts.ts'
import ledger from '../../services/ledger.ts'
import { lockPeriod } from '../../services/periods.ts'
import { countOf, entry, post, totalsOfBalances, totalsOfLines } from '../support/books.ts'

const INCOME: AccountKey[] = ['labour_income', 'parts_income', 'output_cgst', 'output_sgst']

test.group('Posting at the same time', () => {
  test('twenty entries keep totals equal to lines and numbers without a gap', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const posted = await Promise.all(
      Array.from({ length: 20 }, (_, at) => {
        const [debit, credit]: AccountKey[] =
          at % 2 ? ['cash', INCOME[at % 4]] : [INCOME[at % 4], 'cash']
        const date = at % 3 ? '2026-11-20' : '2026-10-05'
        return post(scope, 100 + at, { debit, credit, date })
      })
    )
    assert.deepEqual(
      posted.map((each) => each.number).sort(),
      Array.from({ length: 20 }, (_, at) => `JV/26-27/${String(at + 1).padStart(6, '0')}`)
    )
    const lines = await totalsOfLines(scope)
    assert.deepEqual(await totalsOfBalances(scope), lines)
    const sum = (side: number) => Object.values(lines).reduce((all, both) => all + both[side], 0)
    const expected = Array.from({ length: 20 }, (_, at) => 100 + at).reduce((a, b) => a + b)
    assert.equal(sum(0), expected)
    assert.equal(sum(1), expected)
  })

  test('ten times the same event is one entry', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const input = entry(scope, 900)
    const posted = await Promise.all(Array.from({ length: 10 }, () => ledger.post(scope, input)))
    assert.lengthOf(new Set(posted.map((each) => each.entryId)), 1)
    assert.equal(await countOf(scope, 'accounting_entries'), 1)
    assert.deepEqual(await totalsOfBalances(scope), { cash: [900, 0], labour_income: [0, 900] })
  })

  test('documents that fail in between leave no gap in the numbers', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, at) =>
        scope.work(async () => {
          const posted = await post(scope, 100)
          if (at % 3 === 0) throw new Error('the document fails')
          return posted.number
        })
      )
    )
    const numbers = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    assert.lengthOf(numbers, 8)
    assert.deepEqual(
      numbers.sort(),
      Array.from({ length: 8 }, (_, at) => `JV/26-27/${String(at + 1).padStart(6, '0')}`)
    )
  })

  test('locking waits for entries under way', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const order: string[] = []
    const written = Promise.withResolvers<void>()
    const posting = scope.work(async (unit) => {
      await post(scope, 100, { date: '2026-10-31' })
      written.resolve()
      await unit.rows('select pg_sleep(0.3)')
      order.push('posted')
    })
    await written.promise
    const locking = lockPeriod(scope, { lockedUntil: '2026-10-31', reason: 'Filed' }).then(() =>
      order.push('locked')
    )
    await Promise.all([posting, locking])
    assert.deepEqual(order, ['posted', 'locked'])
  })
})
