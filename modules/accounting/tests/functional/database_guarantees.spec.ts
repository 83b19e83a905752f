import { test } from '@japa/runner'
import type { Scope, Unit } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { countOf, post, totalsOfBalances } from '../support/books.ts'
import { accountId, rawEntry, rawLine } from '../support/raw.ts'

/** Lets the checks of the commit run while the unit is still open. */
const commitChecks = (unit: Unit) => unit.rows('set constraints all immediate')

async function accounts(scope: Scope) {
  return { cash: await accountId(scope, 'cash'), labour: await accountId(scope, 'labour_income') }
}

test.group('The database itself', () => {
  test('refuses an entry whose sides differ by one paisa', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { cash, labour } = await accounts(scope)
    const unbalanced = async (unit: Unit) => {
      const id = await rawEntry(unit)
      await rawLine(unit, id, { account: cash, debit: 1000, position: 1 })
      await rawLine(unit, id, { account: labour, credit: 999, position: 2 })
    }
    await assert.rejects(
      () => scope.work(async (unit) => unbalanced(unit).then(() => commitChecks(unit))),
      /unbalanced by 1 paise/
    )
    await scope
      .work(unbalanced)
      .catch((error: { code: string }) => assert.equal(error.code, '23514'))
    assert.equal(await countOf(scope, 'accounting_entries'), 0, 'nothing is left after the commit')
    assert.deepEqual(await totalsOfBalances(scope), {})
  })

  test('refuses an entry with no line and one with a single line', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { cash } = await accounts(scope)
    await assert.rejects(
      () => scope.work(async (unit) => rawEntry(unit).then(() => commitChecks(unit))),
      /has 0 line\(s\)/
    )
    await assert.rejects(
      () =>
        scope.work(async (unit) => {
          const id = await rawEntry(unit)
          await rawLine(unit, id, { account: cash, debit: 1000, position: 1 })
          await commitChecks(unit)
        }),
      /has 1 line\(s\)/
    )
  })

  test('refuses a line with {0} paise debit and {1} paise credit')
    .with([
      [0, 0],
      [5, 5],
      [-5, 0],
      [0, -5],
      [-5, 5],
    ])
    .run(async ({ assert }, [debit, credit]) => {
      const scope = await (await makeWorkshop()).scope()
      const { cash } = await accounts(scope)
      await assert.rejects(
        () =>
          scope.work(async (unit) => {
            const id = await rawEntry(unit)
            await rawLine(unit, id, { account: cash, debit, credit, position: 1 })
          }),
        /accounting_lines_one_side/
      )
    })

  test('refuses a balanced pair of lines for an entry that was posted before', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const { cash, labour } = await accounts(scope)
    const { entryId } = await post(scope, 1000)
    await assert.rejects(
      () =>
        scope.work(async (unit) => {
          await rawLine(unit, entryId, { account: cash, debit: 7, position: 3 })
          await rawLine(unit, entryId, { account: labour, credit: 7, position: 4 })
        }),
      /takes no further line/
    )
  })

  test('refuses a line with another date than its entry', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { cash } = await accounts(scope)
    await assert.rejects(
      () =>
        scope.work(async (unit) => {
          const id = await rawEntry(unit, '2026-11-20')
          await rawLine(unit, id, { account: cash, debit: 7, position: 1, date: '2026-10-20' })
        }),
      /accounting_lines_date_of_entry/
    )
  })

  test('refuses to {0} {1}')
    .with([
      ['change', 'accounting_entries'],
      ['change', 'accounting_lines'],
      ['delete', 'accounting_entries'],
      ['delete', 'accounting_lines'],
      ['change', 'accounting_balances'],
      ['delete', 'accounting_balances'],
      ['change', 'accounting_locks'],
    ])
    .run(async ({ assert }, [verb, table]) => {
      const scope = await (await makeWorkshop()).scope()
      await post(scope, 1000)
      const sql = verb === 'delete' ? `delete from ${table}` : `update ${table} set custom = '{}'`
      await assert.rejects(() => scope.work((unit) => unit.rows(sql)), /permission denied/)
    })

  test('writes no total for the application, only with a line', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { cash } = await accounts(scope)
    await assert.rejects(
      () =>
        scope.work((unit) =>
          unit.rows(
            `insert into accounting_balances (organisation_id, id, account_id, month, debit, credit)
             values (?, gen_random_uuid(), ?, '2026-11-01', 1, 0)`,
            [scope.organisationId, cash]
          )
        ),
      /permission denied/
    )
  })

  test('refuses a line on the account of another organisation', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const foreign = await accountId(await other.scope(), 'cash')
    await assert.rejects(
      () =>
        scope.work(async (unit) => {
          const id = await rawEntry(unit)
          await rawLine(unit, id, { account: foreign, debit: 7, position: 1 })
        }),
      /foreign key/
    )
  })
})
