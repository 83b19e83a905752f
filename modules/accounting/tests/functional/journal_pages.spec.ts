import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { countOf, post } from '../support/books.ts'
import { accountId } from '../support/raw.ts'

const API = '/api/v1/accounting'
const rent = {
  date: '2026-11-05',
  narration: 'Rent for November',
  lines: [
    { account: '6001', debit: 2500000, memo: 'November' },
    { account: '1002', credit: 2500000 },
  ],
}

test.group('A journal entry by hand', () => {
  test('is posted by the accountant with codes of accounts, shown with its lines and reversed', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token('accountant')
    const posted = await client.post(`${API}/entries`).bearerToken(token).json(rent)
    posted.assertStatus(201)
    const { data } = posted.body()
    assert.equal(data.number, 'JV/26-27/000001')
    assert.isTrue(data.manual)
    assert.deepEqual(
      data.lines.map((line: Record<string, unknown>) => [
        line.account,
        line.debit,
        line.credit,
        line.memo,
      ]),
      [
        ['Rent', 2500000, 0, 'November'],
        ['Bank / UPI', 0, 2500000, null],
      ]
    )

    const reversal = { date: '2026-11-06', narration: 'Paid by the landlord' }
    const path = `${API}/entries/${data.id}/reverse`
    const reversed = await client.post(path).bearerToken(token).json(reversal)
    reversed.assertStatus(201)
    assert.equal(reversed.body().data.reverses.number, data.number)
    const again = await client.post(path).bearerToken(token).json(reversal)
    again.assertStatus(422)
    assert.equal(again.body().code, 'E_ENTRY_REVERSED')
    const back = `${API}/entries/${reversed.body().data.id}/reverse`
    const twice = await client.post(back).bearerToken(token).json(reversal)
    assert.equal(twice.body().code, 'E_REVERSAL_REVERSED')
    const balance = await client.get(`${API}/trial-balance?date=2026-11-30`).bearerToken(token)
    assert.equal(balance.body().data.totalDebit, 0)
  })

  test('{0} is refused at {1}')
    .with([
      [
        'a difference',
        'lines',
        {
          lines: [
            { account: '6001', debit: 2 },
            { account: '1002', credit: 1 },
          ],
        },
      ],
      [
        'an account that is none',
        'lines.1.account',
        {
          lines: [
            { account: '6001', debit: 2 },
            { account: 'Rents', credit: 2 },
          ],
        },
      ],
      [
        'a line without amount',
        'lines.1.debit',
        { lines: [{ account: '6001', debit: 2 }, { account: '1002' }] },
      ],
      [
        'both sides in a line',
        'lines.0.debit',
        {
          lines: [
            { account: '6001', debit: 2, credit: 2 },
            { account: '1002', credit: 2 },
          ],
        },
      ],
      [
        'a negative amount',
        'lines.0.debit',
        {
          lines: [
            { account: '6001', debit: -2 },
            { account: '1002', credit: 2 },
          ],
        },
      ],
      [
        'a fraction of a paisa',
        'lines.0.debit',
        {
          lines: [
            { account: '6001', debit: 2.5 },
            { account: '1002', credit: 2.5 },
          ],
        },
      ],
      [
        'an amount beyond all measure',
        'lines.0.debit',
        {
          lines: [
            { account: '6001', debit: 1e16 },
            { account: '1002', credit: 1e16 },
          ],
        },
      ],
      [
        'a text as amount',
        'lines.0.debit',
        {
          lines: [
            { account: '6001', debit: 'two' },
            { account: '1002', credit: 2 },
          ],
        },
      ],
      ['a single line', 'lines', { lines: [{ account: '6001', debit: 2 }] }],
      ['lines that are a text', 'lines', { lines: 'many' }],
      ['a date that is none', 'date', { date: '2026-02-30' }],
      ['no narration', 'narration', { narration: '' }],
      ['a narration without end', 'narration', { narration: 'x'.repeat(5000) }],
    ] as [string, string, object][])
    .run(async ({ client, assert }, [, field, change]) => {
      const workshop = await makeWorkshop()
      const token = await workshop.token('accountant')
      const response = await client
        .post(`${API}/entries`)
        .bearerToken(token)
        .json({ ...rent, ...change })
      response.assertStatus(422)
      assert.include(
        response.body().errors.map((error: { field: string }) => error.field),
        field
      )
      assert.equal(await countOf(await workshop.scope(), 'accounting_entries'), 0)
    })

  test('cannot use an archived account or one of another organisation', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const token = await mine.token('accountant')
    const foreign = await accountId(await other.scope(), 'cash')
    const made = await client
      .post(`${API}/accounts`)
      .bearerToken(token)
      .json({ code: '6100', name: 'Tea', group: 'indirect_expenses' })
    made.assertStatus(201)
    const { id } = made.body().data
    ;(await client.post(`${API}/accounts/${id}/archive`).bearerToken(token)).assertStatus(200)
    for (const account of [foreign, id, '6100']) {
      const lines = [rent.lines[0], { account, credit: 2500000 }]
      const response = await client
        .post(`${API}/entries`)
        .bearerToken(token)
        .json({ ...rent, lines })
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, 'lines.1.account')
    }
  })

  test('of a document is not reversed by hand', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const { entryId } = await post(await workshop.scope(), 100)
    const response = await client
      .post(`${API}/entries/${entryId}/reverse`)
      .bearerToken(await workshop.token('accountant'))
      .json({ date: '2026-11-20', narration: 'Wrong' })
    response.assertStatus(422)
    assert.equal(response.body().code, 'E_ENTRY_OF_DOCUMENT')
  })
})

test.group('The books', () => {
  test('are closed to the role {$self}')
    .with(['manager', 'technician'] as const)
    .run(async ({ client }, role) => {
      const workshop = await makeWorkshop()
      const token = await workshop.token(role)
      for (const path of ['entries', 'accounts', 'trial-balance', 'periods', 'accounts/lookup']) {
        ;(await client.get(`${API}/${path}`).bearerToken(token)).assertStatus(403)
      }
      ;(await client.post(`${API}/entries`).bearerToken(token).json(rent)).assertStatus(403)
    })

  test('are locked by an owner or admin, not by the accountant', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const lock = { lockedUntil: '2026-11-30', reason: 'Return is filed' }
    const accountant = await workshop.token('accountant')
    ;(await client.post(`${API}/periods`).bearerToken(accountant).json(lock)).assertStatus(403)
    const admin = await workshop.token('admin')
    ;(await client.post(`${API}/periods`).bearerToken(admin).json(lock)).assertStatus(201)
    const refused = await client.post(`${API}/entries`).bearerToken(accountant).json(rent)
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_PERIOD_LOCKED')
    assert.equal(refused.body().errors[0].field, 'date')
  })

  test('of one organisation are not there for another', async ({ client, assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const { entryId } = await post(scope, 100)
    const account = await accountId(scope, 'cash')
    const token = await other.token()
    for (const path of [`entries/${entryId}`, `accounts/${account}`]) {
      ;(await client.get(`${API}/${path}`).bearerToken(token)).assertStatus(404)
    }
    const list = await client.get(`${API}/entries`).bearerToken(token)
    assert.isEmpty(list.body().data)
  })

  test('open as pages for the accountant', async ({ client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { entryId } = await post(scope, 100)
    const user = await workshop.user('accountant')
    const account = await accountId(scope, 'cash')
    for (const path of [
      'entries',
      'entries/create',
      `entries/${entryId}`,
      'accounts',
      'accounts/create',
      `accounts/${account}`,
      `accounts/${account}/edit`,
      'trial-balance',
      'periods',
    ]) {
      const response = await client.get(`/accounting/${path}`).loginAs(user)
      response.assertStatus(200)
    }
  })
})

test.group('The ledger of an account', () => {
  test('carries its balance from page to page in the order of the books', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const dates = [
      '2026-11-02',
      '2026-09-30',
      '2026-10-15',
      '2026-10-15',
      '2026-10-31',
      '2026-11-02',
    ]
    for (const [at, date] of dates.entries()) {
      const sides =
        at % 2 ? { debit: 'capital', credit: 'cash' } : { debit: 'cash', credit: 'capital' }
      await post(scope, 10 ** at, { date, ...sides } as never)
    }
    const token = await workshop.token('accountant')
    const cash = await accountId(scope, 'cash')
    const rows: { date: string; debit: number; credit: number; balance: number }[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: string = cursor && `&cursor=${cursor}`
      const response = await client.get(`${API}/accounts/${cash}?limit=2${page}`).bearerToken(token)
      response.assertStatus(200)
      rows.push(...response.body().data)
      cursor = response.body().nextCursor
    }
    assert.deepEqual(
      rows.map((row) => row.date),
      [...dates].sort()
    )
    let balance = 0
    for (const row of rows) {
      balance += row.debit - row.credit
      assert.equal(row.balance, balance, `${row.date}`)
    }
    assert.equal(balance, 1 - 10 + 100 - 1000 + 10000 - 100000)
  })

  test('keeps the balance of the books when it is searched or narrowed to a year', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await post(scope, 100, { date: '2026-03-31' })
    await post(scope, 20, { date: '2026-04-01' })
    const third = await post(scope, 3, { date: '2026-04-02' })
    const token = await workshop.token('accountant')
    const path = `${API}/accounts/${await accountId(scope, 'cash')}`
    const year = await client.get(`${path}?year=2026-27`).bearerToken(token)
    assert.deepEqual(
      year.body().data.map((row: { balance: number }) => row.balance),
      [120, 123]
    )
    const found = await client
      .get(`${path}?search=${encodeURIComponent(third.number)}`)
      .bearerToken(token)
    assert.deepEqual(
      found.body().data.map((row: { balance: number }) => row.balance),
      [123]
    )
  })
})
