import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { Workshop } from '@karkhana/kernel/testing'
import { mailsTo } from '../../../../tests/helpers/mail.ts'
import attention from '../../services/attention.ts'
import { checkBalance } from '../../services/check_balance.ts'
import statement from '../../documents/statement.ts'
import { makeStatement } from '../../services/statements.ts'
import { text, work, withProvider, workshopWith } from '../support/gateway.ts'
import type { Provider } from '../support/provider.ts'

const DAY = '2026-11-21T02:30:00.000Z'
const SUBJECT = /balance 150/

/** Moves the messages of the organisation to instants, oldest first. */
async function moveTo(workshop: Workshop, instants: string[]) {
  const scope = await workshop.scope()
  await scope.work(async (unit) => {
    const rows = await unit.rows<{ id: string }>(
      'select id from messages where organisation_id = ? order by created_at, id',
      [workshop.organisationId]
    )
    for (const [index, { id }] of rows.entries()) {
      await unit.rows('update messages set created_at = ? where organisation_id = ? and id = ?', [
        instants[index],
        workshop.organisationId,
        id,
      ])
    }
  })
}

test.group('Account of the SMS gateway', (group) => {
  let provider: Provider
  withProvider(group, (started) => (provider = started))

  test('a low balance warns managers once a day, and stands on the start page', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    const { user: manager } = await workshop.member('manager')
    const { user: technician } = await workshop.member('technician')
    const scope = await workshop.scope()
    const check = async (dueAt: string) => {
      await checkBalance(await workshop.scope(), dueAt)
      await work(workshop, { of: 'sms-gateway.' })
    }
    const mails = async (address: string) =>
      (await mailsTo(address)).filter(({ subject }) => SUBJECT.test(subject)).length

    await check(DAY)
    assert.isNull(await attention(scope))
    provider.balance = { balance: 150 }
    await check(DAY)
    await check(DateTime.fromISO(DAY).plus({ hours: 2 }).toISO()!)
    assert.equal(await mails(manager.email), 1)
    assert.equal(await mails(technician.email), 0)
    const list = await attention(await workshop.scope('manager'))
    assert.equal(list?.items[0].label, 'The balance for text messages is 150')
    await check(DateTime.fromISO(DAY).plus({ days: 1 }).toISO()!)
    assert.equal(await mails(manager.email), 2)
    provider.balance = { balance: '200' }
    await check(DateTime.fromISO(DAY).plus({ days: 2 }).toISO()!)
    assert.equal(await mails(manager.email), 2)
    assert.isNull(await attention(await workshop.scope()))
  })

  test('a balance that is not told is shown with the reason; what may pass is asked again', async ({
    assert,
  }) => {
    const workshop = await workshopWith(provider)
    provider.balance = { credits: 12 }
    await checkBalance(await workshop.scope(), DAY)
    const list = await attention(await workshop.scope())
    assert.equal(list?.items[0].id, 'unknown')
    provider.balanceStatus = 503
    await assert.rejects(async () => checkBalance(await workshop.scope(), DAY), /503/)
  })

  test('the statement has exact figures of its month in the zone of the organisation', async ({
    client,
    assert,
  }) => {
    const workshop = await workshopWith(provider, { cost: 17 })
    const other = await workshopWith(provider)
    await text(other)
    await work(other)
    for (let count = 0; count < 5; count += 1) await text(workshop)
    provider.next.push({ status: 400, body: { message: 'No such number' } })
    await work(workshop)
    const month = (await workshop.scope()).today().slice(0, 7)
    const start = DateTime.fromISO(`${month}-01T00:00`, { zone: 'Asia/Kolkata' })
    await moveTo(
      workshop,
      [
        start.plus({ minutes: 1 }),
        start.minus({ minutes: 1 }),
        start.plus({ minutes: 5 }),
        start.plus({ days: 1 }),
        start.plus({ months: 1 }),
      ].map((at) => at.toUTC().toISO()!)
    )
    const { id } = await makeStatement(await workshop.scope(), month)
    assert.deepEqual(await makeStatement(await workshop.scope(), month), { id })
    const printed = await statement.load(await workshop.scope(), id, 'en')
    const scopeRows = printed.days.map(({ sent, failed, queued, cost }) => [
      sent,
      failed,
      queued,
      cost,
    ])
    const [sent, failed] = [1, 2].map((place) =>
      scopeRows.reduce((total, row) => total + Number(row[place - 1]), 0)
    )
    assert.lengthOf(scopeRows, 2)
    assert.equal(sent + failed, 3)
    assert.deepEqual(
      scopeRows.map((row) => row[3]),
      printed.days.map((row) => Number(row.sent) * 17)
    )
    assert.deepEqual(printed.totals, [
      { label: 'Cost, without tax', amount: sent * 17, grand: true },
    ] as never)
    assert.lengthOf(printed.messages, 3)
    assert.isTrue(printed.messages.every(({ to }) => to === '••••••2345'))
    assert.isNull(printed.note)

    const pdf = await client
      .get(`/api/v1/documents/sms-gateway.statement/${id}/pdf`)
      .bearerToken(await workshop.token())
    pdf.assertStatus(200)
    const strange = await client
      .get(`/api/v1/documents/sms-gateway.statement/${id}/pdf`)
      .bearerToken(await other.token())
    strange.assertStatus(404)
  }).timeout(60_000)

  test('the log covers numbers and never tells texts; the report counts by day', async ({
    client,
    assert,
  }) => {
    const workshop = await workshopWith(provider, { cost: 25 })
    await text(workshop, 'A text that is nobody’s business')
    await text(workshop)
    await work(workshop)
    const token = await workshop.token()
    const log = await client.get('/api/v1/sms-gateway').bearerToken(token)
    log.assertStatus(200)
    assert.lengthOf((log.body() as { data: object[] }).data, 2)
    assert.notInclude(JSON.stringify(log.body()), '98220')
    assert.notInclude(JSON.stringify(log.body()), 'business')
    for (const [search, found] of [
      ['2345', 2],
      ['22012345', 0],
    ] as const) {
      const searched = await client.get('/api/v1/sms-gateway').qs({ search }).bearerToken(token)
      assert.lengthOf((searched.body() as { data: object[] }).data, found)
    }
    const today = (await workshop.scope()).today()
    const report = await client
      .get(`/api/v1/reports/sms-gateway.messages?from=${today}&to=${today}`)
      .bearerToken(token)
    const { data } = report.body() as { data: { rows?: object[] } }
    assert.containsSubset(data.rows ?? data, [
      { day: today, sent: 2, failed: 0, queued: 0, cost: 50 },
    ])
    const technician = await client
      .get('/api/v1/sms-gateway')
      .bearerToken(await workshop.token('technician'))
    technician.assertStatus(403)
  })

  test('a month to come, or long ago, has no statement', async ({ client, assert }) => {
    const workshop = await workshopWith(provider)
    for (const month of ['2099-01', '2001-01', '2026-13', 'November']) {
      const refused = await client
        .post('/api/v1/sms-gateway/statements')
        .bearerToken(await workshop.token())
        .json({ month })
      refused.assertStatus(422)
      assert.equal((refused.body() as { errors: { field: string }[] }).errors[0].field, 'month')
    }
  })
})
