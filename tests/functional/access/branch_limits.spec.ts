import { test } from '@japa/runner'
import { asPaise } from '@karkhana/kernel/money'
import type { Scope } from '@karkhana/kernel'
import type { TileSource } from '@karkhana/kernel/module'
import type { WorkshopMember } from '@karkhana/kernel/testing'
import { periodOf } from '../../../app/widgets/period.ts'
import { pageOf } from '../../../modules/contacts/tests/support/page_of.ts'
import { chartOfAccounts } from '../../../modules/accounting/services/chart_of_accounts.ts'
import { archiveAccount, createAccount } from '../../../modules/accounting/services/accounts.ts'
import { postManual, reverseManual } from '../../../modules/accounting/services/manual_journal.ts'
import { lockPeriod } from '../../../modules/accounting/services/periods.ts'
import { trialBalance } from '../../../modules/accounting/services/trial_balance.ts'
import accountingTiles from '../../../modules/accounting/services/tiles.ts'
import invoicingTiles from '../../../modules/invoicing/services/tiles.ts'
import billedCollected from '../../../modules/invoicing/services/billed_collected.ts'
import invoicingAttention from '../../../modules/invoicing/services/attention.ts'
import { cancelInvoice } from '../../../modules/invoicing/services/cancel.ts'
import { createDraft, updateDraft } from '../../../modules/invoicing/services/drafts.ts'
import { issueInvoice } from '../../../modules/invoicing/services/issue.ts'
import { recordPayment } from '../../../modules/invoicing/services/payments.ts'
import { createJob } from '../../../modules/jobcards/services/jobs.ts'
import jobTiles from '../../../modules/jobcards/services/tiles.ts'
import { createTicket } from '../../../modules/tickets/services/tickets.ts'
import openByAge from '../../../modules/tickets/services/open_by_age.ts'
import ticketTiles from '../../../modules/tickets/services/tiles.ts'
import ticketAttention from '../../../modules/tickets/services/attention.ts'
import { finishJob, makeJob } from '../../../modules/jobcards/tests/support/cards.ts'
import { twoBranches, type TwoBranches } from './two_branches.ts'

const valueOf = (tiles: { id: string; value: number | string }[], id: string) =>
  tiles.find((tile) => tile.id === id)?.value

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error) => error.code
  )
}

test.group('A member of one branch', (group) => {
  let places: TwoBranches
  let manager: WorkshopMember
  let accountant: WorkshopMember
  const limited = async (member: WorkshopMember): Promise<Scope> => member.scope()

  group.setup(async () => {
    places = await twoBranches()
    const branchIds = [places.pune.branch.id]
    manager = await places.workshop.memberWith({ role: 'manager', branchIds })
    accountant = await places.workshop.memberWith({ role: 'accountant', branchIds })
  })

  test('sees the records of that branch in lists, pickers and records; those of others do not exist', async ({
    client,
    assert,
  }) => {
    const { pune, nashik } = places
    const reads: [WorkshopMember, string, string, (id: string) => string][] = [
      [manager, '/tickets?status=all', 'ticketId', (id) => `/tickets/${id}`],
      [manager, '/tickets/lookup', 'ticketId', (id) => `/tickets/${id}/edit`],
      [manager, '/jobcards?status=all', 'jobId', (id) => `/jobcards/${id}`],
      [manager, '/jobcards/lookup', 'jobId', (id) => `/jobcards/${id}/pdf`],
      [manager, '/invoicing', 'invoiceId', (id) => `/invoicing/${id}`],
      [manager, '/invoicing/lookup', 'invoiceId', (id) => `/invoicing/${id}/pdf`],
      [accountant, '/invoicing?status=issued', 'invoiceId', (id) => `/invoicing/${id}`],
    ]
    for (const [member, list, key, address] of reads) {
      const ids = { own: String(pune[key as never]), other: String(nashik[key as never]) }
      const ask = (path: string) =>
        client.get(path).header('accept', 'application/json').loginAs(member.user)
      const rows = await ask(list)
      rows.assertStatus(200)
      assert.include(rows.text(), ids.own, list)
      assert.notInclude(rows.text(), ids.other, list)
      assert.equal((await ask(address(ids.other))).status(), 404, address('other'))
      if (!address('').endsWith('pdf')) (await ask(address(ids.own))).assertStatus(200)
    }
    for (const id of nashik.entryIds) {
      const entry = await client
        .get(`/accounting/entries/${id}`)
        .header('accept', 'application/json')
        .loginAs(accountant.user)
      entry.assertStatus(404)
    }
    const journal = await client
      .get('/accounting/entries')
      .header('accept', 'application/json')
      .loginAs(accountant.user)
    assert.lengthOf(journal.body().data, pune.entryIds.length)
  })

  test('changes nothing of another branch', async ({ client, assert }) => {
    const { nashik } = places
    const { ticketId, jobId, invoiceId } = nashik
    const writes: [string, string, object][] = [
      ['PUT', `/tickets/${ticketId}`, { complaint: 'x', priority: 'P1', version: 1 }],
      ['PUT', `/tickets/${ticketId}/assignee`, { assigneeId: null }],
      ['POST', `/tickets/${ticketId}/transitions`, { transition: 'start' }],
      ['PUT', `/jobcards/${jobId}`, { version: 1 }],
      ['PUT', `/jobcards/${jobId}/lines`, { version: 1, lines: [] }],
      ['POST', `/jobcards/${jobId}/transitions`, { transition: 'diagnose' }],
      ['POST', `/jobcards/${jobId}/cancellation`, { reason: 'not mine' }],
      ['PUT', `/invoicing/${invoiceId}`, {}],
      ['DELETE', `/invoicing/${invoiceId}`, {}],
      ['POST', `/invoicing/${invoiceId}/issue`, {}],
      ['POST', `/invoicing/${invoiceId}/email`, { to: 'a@example.com' }],
      [
        'POST',
        `/invoicing/${invoiceId}/payments`,
        { idempotencyKey: 'other-branch', mode: 'cash', amount: 100 },
      ],
      ['POST', `/invoicing/from-job/${jobId}`, {}],
    ]
    for (const [method, path, body] of writes) {
      const response = await client
        .request(path, method)
        .header('accept', 'application/json')
        .loginAs(manager.user)
        .withCsrfToken()
        .json(body)
      assert.equal(response.status(), 404, `${method} ${path}: ${response.text()}`)
    }
    const own = await limited(manager)
    const withTicket = await codeOf(createJob(own, { ticketId }))
    assert.equal(withTicket, 'E_NOT_FOUND', 'a card cannot be opened from a ticket elsewhere')
    const { sale } = places
    assert.equal(await codeOf(createDraft(own, sale.draft({ jobId }))), 'E_NOT_FOUND')
    const accounts = await limited(accountant)
    assert.equal(
      await codeOf(cancelInvoice(accounts, invoiceId, { reason: 'mine?' })),
      'E_NOT_FOUND'
    )
  })

  test('writes into that branch, whatever branch the session names', async ({ client, assert }) => {
    const { pune, nashik } = places
    const { contactId } = places.sale
    const created = await client
      .post('/tickets')
      .header('accept', 'application/json')
      .loginAs(manager.user)
      .withSession({ branch_id: nashik.branch.id })
      .withCsrfToken()
      .json({ contactId, complaint: 'No light', priority: 'P3', branchId: nashik.branch.id })
    created.assertStatus(201)
    assert.equal(created.body().data.branchId, pune.branch.id)
    const switched = await client
      .post('/branches/switch')
      .header('accept', 'application/json')
      .loginAs(manager.user)
      .withCsrfToken()
      .json({ branchId: nashik.branch.id })
    switched.assertStatus(422)
    assert.equal(
      (await limited(manager)).with({ branchId: nashik.branch.id }).branch.id,
      pune.branch.id
    )
  })

  test('issues, is paid and cancels in the books of that branch', async ({ assert }) => {
    const scope = await limited(manager)
    const { sale } = places
    const draft = await createDraft(scope, sale.draft())
    await updateDraft(scope, draft.id, { ...sale.draft(), notes: 'Bring the key' })
    const invoice = await issueInvoice(scope, draft.id)
    assert.equal(invoice.branchId, places.pune.branch.id)
    assert.isTrue(invoice.number!.startsWith(`${places.pune.branch.code}/`))
    for (const part of [1, 2]) {
      await recordPayment(scope, invoice.id, {
        idempotencyKey: `part-${part}-${invoice.id}`,
        mode: 'upi',
        amount: asPaise(50_000),
      })
    }
    const accounts = await limited(accountant)
    const other = await issueInvoice(accounts, (await createDraft(accounts, sale.draft())).id)
    await cancelInvoice(accounts, other.id, { reason: 'Wrong customer' })
    const balance = await trialBalance(accounts, accounts.today() as never)
    assert.equal(balance.totalDebit, balance.totalCredit)
  })

  test('goes on with an invoice that somebody of all branches has been paid for', async ({
    assert,
  }) => {
    const { pune } = places
    const elsewhere = (await places.workshop.scope()).with({ branchId: places.nashik.branch.id })
    const first = await recordPayment(elsewhere, pune.invoiceId, {
      idempotencyKey: `elsewhere-${pune.invoiceId}`,
      mode: 'cash',
      amount: asPaise(10_000),
    })
    assert.equal(first.branchId, pune.branch.id, 'a payment is of the branch of its invoice')
    const second = await recordPayment(await limited(manager), pune.invoiceId, {
      idempotencyKey: `here-${pune.invoiceId}`,
      mode: 'cash',
      amount: asPaise(10_000),
    })
    assert.equal(second.branchId, pune.branch.id)
  })

  test('sees the invoice of a job card of that branch, wherever it was written', async ({
    assert,
  }) => {
    const owner = await places.workshop.scope()
    const card = await makeJob(owner.with({ branchId: places.pune.branch.id }))
    await finishJob(owner, card.id)
    const { draft } = places.sale
    const elsewhere = owner.with({ branchId: places.nashik.branch.id })
    const invoice = await createDraft(elsewhere, draft({ jobId: card.id }))
    assert.equal(invoice.branchId, places.pune.branch.id)
    const again = await codeOf(createDraft(await limited(manager), draft({ jobId: card.id })))
    assert.equal(again, 'E_JOB_HAS_INVOICE')
  })

  test('is shown figures of that branch: tiles, what waits, chart, trial balance, ledger', async ({
    client,
    assert,
  }) => {
    const places2 = await twoBranches()
    const branchIds = [places2.pune.branch.id]
    const reader = await places2.workshop.memberWith({ role: 'admin', branchIds })
    const [own, all] = [await reader.scope(), await places2.workshop.scope()]
    const month = periodOf(own, 'this_month')
    const pairs: [string, TileSource, number][] = [
      ['tickets.open', ticketTiles, 1],
      ['jobcards.active', jobTiles, 1],
      ['invoicing.invoiced', invoicingTiles, 474_700],
      ['invoicing.received', invoicingTiles, 100_000],
      ['invoicing.outstanding', invoicingTiles, 374_700],
      ['accounting.cash', accountingTiles, 100_000],
    ]
    for (const [id, tiles, one] of pairs) {
      assert.equal(valueOf(await tiles(own, month), id), one, id)
      assert.equal(valueOf(await tiles(all, month), id), one * 2, `${id} of all branches`)
    }
    const cash = (await accountingTiles(own)).find(({ id }) => id === 'accounting.cash')!
    assert.equal(cash.label, `Cash & bank, ${places2.pune.branch.name}`)
    const billed = async (scope: Scope) =>
      (await billedCollected(scope, month))!.series[0].values.reduce<number>(
        (sum, value) => sum + value!,
        0
      )
    assert.deepEqual([await billed(own), await billed(all)], [474_700, 474_700 * 2])
    const open = async (scope: Scope) => (await openByAge(scope, month))!.series[0].values[0]
    assert.deepEqual([await open(own), await open(all)], [1, 2])
    assert.lengthOf((await ticketAttention(own))!.items, 1)
    assert.lengthOf((await invoicingAttention(own))!.items, 1)
    assert.lengthOf((await ticketAttention(all))!.items, 2)

    const today = own.today() as Parameters<typeof trialBalance>[1]
    const mine = await trialBalance(own, today)
    const both = await trialBalance(all, today)
    assert.deepEqual(mine.branches, [places2.pune.branch.name])
    assert.isNull(both.branches)
    assert.equal(mine.totalDebit, mine.totalCredit)
    assert.equal(both.totalDebit, mine.totalDebit * 2)
    const receivable = (await chartOfAccounts(own)).find(({ key }) => key === 'trade_receivables')!
    assert.equal(receivable.balance, 374_700)
    const ledger = await client
      .get(`/accounting/accounts/${receivable.id}`)
      .header('accept', 'application/json')
      .loginAs(reader.user)
    const lines = ledger.body().data as { balance: number }[]
    assert.lengthOf(lines, 2)
    assert.equal(lines.at(-1)!.balance, 374_700, 'the running balance is of the branch too')
    const page = pageOf(await client.get('/accounting/trial-balance').loginAs(reader.user))
    assert.deepEqual(page.props.record.branches, [places2.pune.branch.name])
  })

  test('leaves to others what concerns every branch', async ({ client, assert }) => {
    const branchIds = [places.pune.branch.id]
    const admin = await places.workshop.memberWith({ role: 'admin', branchIds })
    const scope = await admin.scope()
    const lock = await codeOf(lockPeriod(scope, { lockedUntil: '2020-03-31', reason: 'Filed' }))
    assert.equal(lock, 'E_BRANCH_LIMITED')
    const account = await createAccount(await places.workshop.scope(), {
      code: '5990',
      name: 'Tea',
      group: 'indirect_expenses',
    })
    assert.equal(await codeOf(archiveAccount(scope, account.id, true)), 'E_BRANCH_LIMITED')
    const answer = await client
      .post(`/accounting/accounts/${account.id}/archive`)
      .header('accept', 'application/json')
      .loginAs(admin.user)
      .withCsrfToken()
      .json({})
    answer.assertStatus(403)
    assert.equal(answer.body().title, 'Archiving an account concerns every branch.')
  })

  test('posts by hand into that branch, and reverses nothing of another', async ({ assert }) => {
    const scope = await limited(accountant)
    const journal = {
      date: scope.today() as never,
      narration: 'Float',
      lines: [
        { account: '1001', debit: asPaise(100) },
        { account: '3001', credit: asPaise(100) },
      ],
    }
    const chart = await chartOfAccounts(scope)
    const code = (key: string) => chart.find((account) => account.key === key)!.code
    journal.lines[0].account = code('cash')
    journal.lines[1].account = code('capital')
    const posted = await postManual(scope, journal)
    const reversal = { date: scope.today() as never, narration: 'Wrong' }
    await reverseManual(scope, posted.entryId, reversal)
    const theirs = await postManual(places.nashik.scope, journal)
    assert.equal(await codeOf(reverseManual(scope, theirs.entryId, reversal)), 'E_NOT_FOUND')
  })

  test('is told so when every branch of theirs has been closed', async ({ client, assert }) => {
    const place = await twoBranches()
    const member = await place.workshop.memberWith({
      role: 'manager',
      branchIds: [place.nashik.branch.id],
    })
    const owner = await place.workshop.scope()
    await owner.work((unit) =>
      unit.rows('update branches set active = false where id = ?', [place.nashik.branch.id])
    )
    const page = await client.get('/').loginAs(member.user)
    page.assertStatus(200)
    const { contactId } = place.sale
    const refused = await codeOf(
      createTicket(await member.scope(), {
        contactId,
        complaint: 'x',
        priority: 'P3',
        source: 'counter',
      })
    )
    assert.equal(refused, 'E_NO_BRANCH')
  })
})
