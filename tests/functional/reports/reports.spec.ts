import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { financialYear } from '../../../app/dates/index.ts'
import { defineReport } from '../../../app/reports/declaration.ts'
import { listReports, runReport, type ReportView } from '../../../app/reports/reports.ts'
import { setModule, withModule } from '../../helpers/extra_module.ts'
import { fillBranch, fillWorkshop } from '../../helpers/fill_workshop.ts'
import { registeredBranch } from '../../helpers/registered_branch.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { tableAt } from '../transfer/support/files.ts'

const REPORTS = [
  'accounting.trial_balance',
  'invoicing.sales_register',
  'jobcards.technicians',
  'tickets.sla',
]
const YEAR = { from: '2000-01-01', to: '2099-12-31' }

test.group('Reports', (group) => {
  let mine: Workshop
  let other: Workshop
  let registry: ModuleRegistry

  group.setup(async () => {
    registry = await app.container.make(ModuleRegistry)
    mine = await makeWorkshop()
    other = await makeWorkshop()
    await fillWorkshop(mine, 12)
    await fillBranch(mine, await registeredBranch(mine), 12)
  })

  const run = async (
    id: string,
    given: object = {},
    workshop = mine,
    role: 'owner' | 'technician' = 'owner'
  ) => runReport(await workshop.scope(role), registry, id, given as Record<string, unknown>)

  test('are listed by module, and open with the present financial year', async ({ assert }) => {
    const reports = await listReports(await mine.scope(), registry)
    assert.deepEqual(reports.map(({ id }) => id).sort(), REPORTS)
    const scope = await mine.scope()
    const year = financialYear(scope.today())
    const { values } = await run('invoicing.sales_register')
    assert.deepEqual(values, { from: year.start, to: year.end, branch: null })
    assert.deepEqual((await run('accounting.trial_balance')).values, { date: scope.today() })
  })

  test('add up: the trial balance balances, the register comes to its invoices', async ({
    assert,
  }) => {
    const balance = await run('accounting.trial_balance')
    assert.isAbove(Number(balance.totals.debit), 0)
    assert.equal(balance.totals.debit, balance.totals.credit)
    const register = await run('invoicing.sales_register', YEAR)
    const scope = await systemScope(mine.organisationId, 'test')
    const [sums] = await scope.read((unit) =>
      unit.rows<{ total: number; lines: number }>(
        `select coalesce(sum(total) filter (where status = 'issued'), 0)::bigint::int as total,
                count(*)::int as lines from invoicing_invoices where status <> 'draft'`
      )
    )
    assert.isAbove(sums.lines, 0)
    assert.equal(register.totals.total, sums.total)
    assert.lengthOf(register.rows, sums.lines)
    const sla = await run('tickets.sla', YEAR)
    const [tickets] = await scope.read((unit) =>
      unit.rows<{ count: number }>(
        `select count(*)::int as count from tickets_tickets where status <> 'cancelled'`
      )
    )
    assert.equal(sla.totals.opened, tickets.count)
    const technicians = await run('jobcards.technicians', YEAR)
    const [delivered] = await scope.read((unit) =>
      unit.rows<{ count: number }>(
        `select count(*)::int as count from jobcards_jobs
          where delivered_at is not null and cancelled_at is null`
      )
    )
    assert.equal(technicians.totals.delivered, delivered.count)
  })

  test('hold the parameters in the address, and refuse what is none of them', async ({
    client,
    assert,
  }) => {
    const path = '/reports/invoicing.sales_register'
    const page = await client
      .get(`${path}?from=2000-01-01&to=2000-12-31`)
      .loginAs(await mine.user())
    const { record } = pageProps<{ record: ReportView }>(page)
    assert.deepEqual(record.values, { from: '2000-01-01', to: '2000-12-31', branch: null })
    assert.deepEqual(record.rows, [])
    for (const query of ['from=yesterday', 'branch=nowhere']) {
      const refused = await client.get(`/api/v1${path}?${query}`).bearerToken(await mine.token())
      refused.assertStatus(422)
      assert.equal(refused.body().errors[0].field, query.split('=')[0])
    }
  })

  test('come as CSV and XLSX with the same figures', async ({ assert }) => {
    const { rows, columns } = await run('invoicing.sales_register', YEAR)
    const place = columns.findIndex(({ key }) => key === 'total')
    for (const format of ['csv', 'xlsx']) {
      const query = new URLSearchParams({ ...YEAR, format })
      const path = `/reports/invoicing.sales_register/export?${query}`
      const table = await tableAt(path, await mine.token())
      assert.deepEqual(
        table.rows.map((row) => Math.round(Number(row[place]) * 100)),
        rows.map(({ total }) => total),
        format
      )
    }
  })

  test('count nothing of another organisation', async ({ assert }) => {
    assert.deepEqual((await run('invoicing.sales_register', YEAR, other)).rows, [])
    assert.deepEqual((await run('jobcards.technicians', YEAR, other)).rows, [])
    assert.equal((await run('tickets.sla', YEAR, other)).totals.opened, 0)
    assert.equal((await run('accounting.trial_balance', {}, other)).totals.debit, 0)
  })

  test('count the branches and records of the reader', async ({ assert }) => {
    const { branches } = await systemScope(mine.organisationId, 'test')
    const member = await mine.memberWith({ role: 'accountant', branchIds: [branches[0].id] })
    const scope = await member.scope()
    for (const id of ['invoicing.sales_register', 'accounting.trial_balance']) {
      const [all, some] = [await run(id, YEAR), await runReport(scope, registry, id, { ...YEAR })]
      const sum = ({ totals }: ReportView) => Number(totals.total ?? totals.debit)
      assert.isBelow(sum(some), sum(all), id)
      assert.deepEqual(some.branches, [branches[0].name])
      assert.isNull(all.branches)
    }
    const own = await run('jobcards.technicians', YEAR, mine, 'technician')
    const { user } = await mine.member('technician')
    for (const row of own.rows) assert.equal(row.technician, user.name)
    await assert.rejects(() => run('invoicing.sales_register', YEAR, mine, 'technician'))
  })

  test('go with their module, stay in the archive, and others keep theirs', async ({
    client,
    assert,
  }) => {
    const ids = async (workshop: Workshop) =>
      (await listReports(await workshop.scope(), registry)).map(({ id }) => id)
    await setModule(mine, 'tickets', 'paused')
    assert.notInclude(await ids(mine), 'tickets.sla')
    assert.include(await ids(other), 'tickets.sla')
    const gone = await client.get('/api/v1/reports/tickets.sla').bearerToken(await mine.token())
    gone.assertStatus(404)
    await setModule(mine, 'tickets', 'archived')
    assert.include(await ids(mine), 'tickets.sla')
    assert.isAbove(Number((await run('tickets.sla', YEAR)).totals.opened), 0)
    await setModule(mine, 'tickets', 'enabled')
  })

  test('are cut at 10,000 rows and say so; a broken report leaves the list as it was', async ({
    assert,
  }) => {
    await setModule(mine, 'extra', 'enabled')
    const long = defineReport({
      id: 'extra.long',
      title: 'Long',
      description: 'Is it too long?',
      permission: 'kernel.home.view',
      parameters: [],
      columns: [{ key: 'n', label: 'N', kind: 'number', total: true }],
      rows: async () => Array.from({ length: 10_001 }, () => ({ n: '0.1' })),
    })
    const extra = await withModule({
      id: 'extra',
      reports: [
        async () => ({ default: long }),
        async () => {
          throw new Error('this file is broken')
        },
      ],
    })
    const scope = await mine.scope()
    assert.sameMembers(
      (await listReports(scope, extra)).map(({ id }) => id),
      [...REPORTS, 'extra.long']
    )
    const view = await runReport(scope, extra, 'extra.long', {})
    assert.lengthOf(view.rows, 10_000)
    assert.isTrue(view.cut)
    assert.equal(view.totals.n, '1000')
  })
})
