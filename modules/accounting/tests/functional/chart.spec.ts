import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { SEED_ACCOUNTS } from '../../chart/accounts.ts'
import seedChart from '../../chart/seed.ts'
import { listAccounts } from '../../services/accounts.ts'
import { post } from '../support/books.ts'
import { accountId } from '../support/raw.ts'

const ACCOUNTS = '/api/v1/accounting/accounts'

test.group('Chart of accounts', () => {
  test('is there from the first day, and switching the module on again changes nothing', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const before = await listAccounts(scope, true)
    assert.lengthOf(before, SEED_ACCOUNTS.length)
    await scope.work((unit) =>
      unit.rows(
        `update accounting_accounts set name = 'HDFC current account' where key = 'bank_upi'`
      )
    )
    await seedChart(scope)
    const after = await listAccounts(scope, true)
    assert.deepEqual(
      after.map((account) => account.id),
      before.map((account) => account.id)
    )
    assert.equal(after.find((account) => account.key === 'bank_upi')?.name, 'HDFC current account')
  })

  test('takes a new account, whose type follows from its group', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token('accountant')
    const made = await client
      .post(ACCOUNTS)
      .bearerToken(token)
      .json({ code: '2403', name: 'Vehicle loan', group: 'loans' })
    made.assertStatus(201)
    assert.deepInclude(made.body().data, { type: 'liability', normalSide: 'credit', system: false })
    const found = await client.get(`${ACCOUNTS}/lookup?q=vehicle%20lo`).bearerToken(token)
    assert.deepEqual(
      found.body().data.map((option: { label: string }) => option.label),
      ['2403 Vehicle loan']
    )
  })

  test('{0} is refused at {1}')
    .with([
      ['a code that is taken', 'code', { code: '1001' }],
      ['a code with a blank', 'code', { code: '10 01' }],
      ['a group that is none', 'group', { group: 'petty' }],
      ['no name', 'name', { name: ' ' }],
    ] as [string, string, object][])
    .run(async ({ client, assert }, [, field, change]) => {
      const workshop = await makeWorkshop()
      const response = await client
        .post(ACCOUNTS)
        .bearerToken(await workshop.token('accountant'))
        .json({ code: '6100', name: 'Tea', group: 'indirect_expenses', ...change })
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
    })

  test('keeps the type of an account and notices a change that crossed another', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token('accountant')
    const input = { code: '6100', name: 'Tea', group: 'indirect_expenses' }
    const { data } = (await client.post(ACCOUNTS).bearerToken(token).json(input)).body()
    const put = (change: object) =>
      client
        .put(`${ACCOUNTS}/${data.id}`)
        .bearerToken(token)
        .json({ ...input, version: data.version, ...change })
    const typed = await put({ group: 'stock' })
    typed.assertStatus(422)
    assert.equal(typed.body().errors[0].field, 'group')
    ;(await put({ name: 'Tea and snacks' })).assertStatus(200)
    ;(await put({ name: 'Coffee' })).assertStatus(409)
  })

  test('keeps system accounts and accounts with a balance in use', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const token = await workshop.token('accountant')
    const cash = await accountId(scope, 'cash')
    const system = await client.post(`${ACCOUNTS}/${cash}/archive`).bearerToken(token)
    assert.equal(system.body().code, 'E_ACCOUNT_SYSTEM')
    const [rent] = (await listAccounts(scope)).filter((account) => account.code === '6001')
    const entry = {
      date: '2026-11-05',
      narration: 'Rent for November',
      lines: [
        { account: '6001', debit: 100 },
        { account: '1001', credit: 100 },
      ],
    }
    await client.post('/api/v1/accounting/entries').bearerToken(token).json(entry)
    const balance = await client.post(`${ACCOUNTS}/${rent.id}/archive`).bearerToken(token)
    assert.equal(balance.body().code, 'E_ACCOUNT_BALANCE')
  })

  test('shows what is at hand on the start page of those who may see it', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await post(scope, 1180_00, { debit: 'trade_receivables' })
    await post(scope, 500_00, { debit: 'bank_upi', credit: 'trade_receivables' })
    const { default: tiles } = await import('../../services/tiles.ts')
    const values = (await tiles(await workshop.scope('accountant'))).map((tile) => tile.value)
    assert.deepEqual(values, [50000])
    assert.isEmpty(await tiles(await workshop.scope('technician')))
  })
})
