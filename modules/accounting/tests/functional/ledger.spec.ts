import { test } from '@japa/runner'
import { asPaise } from '@karkhana/kernel/money'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { getEntry } from '../../services/entries.ts'
import ledger from '../../services/ledger.ts'
import { lockPeriod } from '../../services/periods.ts'
import { trialBalance } from '../../services/trial_balance.ts'
import { countOf, entry, post, totalsOfBalances, totalsOfLines } from '../support/books.ts'

const rejection = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('It was accepted')
    },
    (error: { code: string; field?: string; status: number }) => error
  )

test.group('Posting', () => {
  test('numbers entries by financial year and leaves out lines of zero', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const input = entry(scope, 118_00)
    input.lines.push({ account: 'output_igst', credit: asPaise(0) }, { account: 'round_off' })
    const posted = await ledger.post(scope, input)
    assert.equal(posted.number, 'JV/26-27/000001')
    const record = await getEntry(scope, posted.entryId)
    assert.deepEqual(
      record.lines.map((line) => [line.account, line.debit, line.credit]),
      [
        ['Cash in hand', 11800, 0],
        ['Labour income', 0, 11800],
      ]
    )
    const march = await post(scope, 100, { date: '2026-03-31' })
    assert.equal(march.number, 'JV/25-26/000001')
  })

  test('the same event twice is one entry', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const input = entry(scope, 500)
    const first = await ledger.post(scope, input)
    assert.deepEqual(await ledger.post(scope, input), first)
    assert.equal(await countOf(scope, 'accounting_entries'), 1)
    assert.deepEqual(await totalsOfLines(scope), { cash: [500, 0], labour_income: [0, 500] })
  })

  test('another event of the same document, or the event in another organisation, is another entry', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [scope, foreign] = [await mine.scope(), await other.scope()]
    const input = entry(scope, 500)
    const first = await ledger.post(scope, input)
    const paid = await ledger.post(scope, { ...input, source: { ...input.source, event: 'paid' } })
    const theirs = await ledger.post(foreign, { ...input, branchId: foreign.branch.id })
    assert.lengthOf(new Set([first.entryId, paid.entryId, theirs.entryId]), 3)
    assert.equal(theirs.number, 'JV/26-27/000001', 'numbers count per organisation')
    assert.equal(await countOf(foreign, 'accounting_entries'), 1)
  })

  test('exists together with the document or not at all', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await assert.rejects(() =>
      scope.work(async () => {
        await post(scope, 500)
        throw new Error('the document fails')
      })
    )
    assert.equal(await countOf(scope, 'accounting_entries'), 0)
    assert.deepEqual(await totalsOfBalances(scope), {})
    assert.equal((await post(scope, 500)).number, 'JV/26-27/000001')
  })

  test('{0} is refused with {1} at {2}')
    .with([
      [
        'one paisa of difference',
        'E_JOURNAL_UNBALANCED',
        'lines',
        [
          { account: 'cash', debit: 100 },
          { account: 'capital', credit: 99 },
        ],
      ],
      ['a single line', 'E_JOURNAL_EMPTY', 'lines', [{ account: 'cash', debit: 100 }]],
      [
        'nothing but zeros',
        'E_JOURNAL_EMPTY',
        'lines',
        [
          { account: 'cash', debit: 0 },
          { account: 'capital', credit: 0 },
        ],
      ],
      [
        'a negative debit',
        'E_JOURNAL_LINE',
        'lines.1.debit',
        [
          { account: 'cash', debit: 100 },
          { account: 'capital', debit: -100 },
        ],
      ],
      [
        'both sides in one line',
        'E_JOURNAL_LINE',
        'lines.0.debit',
        [
          { account: 'cash', debit: 100, credit: 100 },
          { account: 'capital', debit: 1, credit: 0 },
        ],
      ],
      [
        'an account that the chart lacks',
        'E_ACCOUNT_MISSING',
        undefined,
        [
          { account: 'petty', debit: 100 },
          { account: 'capital', credit: 100 },
        ],
      ],
    ] as [string, string, string | undefined, never[]][])
    .run(async ({ assert }, [, code, field, lines]) => {
      const scope = await (await makeWorkshop()).scope()
      const error = await rejection(ledger.post(scope, { ...entry(scope, 1), lines }))
      assert.equal(error.code, code)
      assert.equal(error.field, field)
      assert.equal(error.status, 422)
      assert.equal(await countOf(scope, 'accounting_entries'), 0)
    })

  test('the branch of another organisation does not exist', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const branchId = (await other.scope()).branch.id
    const error = await rejection(ledger.post(scope, { ...entry(scope, 100), branchId }))
    assert.equal(error.code, 'E_NOT_FOUND')
  })

  test('{$self} is not a day of the books')
    .with(['2026-02-30', '1999-12-31', '2100-01-01', 'today'])
    .run(async ({ assert }, date) => {
      const scope = await (await makeWorkshop()).scope()
      assert.equal((await rejection(post(scope, 100, { date }))).code, 'E_DATE')
    })
})

test.group('Reversing', () => {
  test('nets every account to zero and can be asked for twice', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const input = entry(scope, 4747_00)
    const first = await ledger.post(scope, input)
    const reversal = {
      source: input.source,
      event: 'cancelled',
      date: '2026-12-01',
      narration: 'Invoice cancelled',
    }
    const back = await ledger.reverse(scope, reversal)
    assert.deepEqual(await ledger.reverse(scope, reversal), back)
    assert.equal(await countOf(scope, 'accounting_entries'), 2)

    const balance = await trialBalance(scope, '2026-12-01')
    assert.isEmpty(balance.rows.filter((row) => row.debit > 0 || row.credit > 0))
    const before = await trialBalance(scope, '2026-11-30')
    assert.equal(before.totalDebit, 474700)

    const record = await getEntry(scope, back.entryId)
    assert.equal(record.reverses?.id, first.entryId)
    assert.equal((await getEntry(scope, first.entryId)).reversedBy?.id, back.entryId)
  })

  test('of what was never posted, or of what was reversed by another event, is refused', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const input = entry(scope, 100)
    const reversal = { source: input.source, event: 'a', date: '2026-11-21', narration: 'Back' }
    assert.equal((await rejection(ledger.reverse(scope, reversal))).code, 'E_ENTRY_UNKNOWN')
    await ledger.post(scope, input)
    await ledger.reverse(scope, reversal)
    const again = await rejection(ledger.reverse(scope, { ...reversal, event: 'b' }))
    assert.equal(again.code, 'E_ENTRY_REVERSED')
  })
})

test.group('A locked period', () => {
  test('takes no entry up to its last day, until it is opened again', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await lockPeriod(scope, { lockedUntil: '2026-10-31', reason: 'GSTR-3B of October filed' })
    const error = await rejection(post(scope, 100, { date: '2026-10-31' }))
    assert.equal(error.code, 'E_PERIOD_LOCKED')
    assert.equal(error.field, 'date')
    await post(scope, 100, { date: '2026-11-01' })

    await lockPeriod(scope, { lockedUntil: null, reason: 'Return is revised' })
    await post(scope, 100, { date: '2026-10-31' })
    assert.equal(await countOf(scope, 'accounting_entries'), 2)
  })

  test('of one organisation does not lock another', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await lockPeriod(await mine.scope(), { lockedUntil: '2026-10-31', reason: 'Filed' })
    const posted = await post(await other.scope(), 100, { date: '2026-10-31' })
    assert.equal(posted.number, 'JV/26-27/000001')
  })
})
