import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { FileQuotaError } from '../../../app/files/errors.ts'
import { fileUsage, forgetWarning, GB, setFileQuota } from '../../../app/files/quota.ts'
import type { KeptFileRow } from '../../../app/files/room/views.ts'
import { whatTakesRoom } from '../../../app/files/room/what_takes_room.ts'
import { storeFile } from '../../../app/files/store_file.ts'
import { tellOfRoom } from '../../../app/files/tell_of_room.ts'
import { organisationFacts } from '../../../app/partners/services/organisations.ts'
import { measureUsage } from '../../../app/partners/usage.ts'
import { eventually } from '../../helpers/eventually.ts'
import { systemScope } from '../../../app/tenancy/open_scope.ts'
import { makePartner } from '../../helpers/partner.ts'
import { Program } from '../../helpers/program.ts'
import { asker, attach, makeTicket } from '../records/support.ts'
import { keep, store } from './support.ts'

/** What the owners of an organisation were told about room, oldest first. */
const told = (scope: Scope) =>
  scope.read((unit) =>
    unit.rows<{ title: string; role: string }>(
      `select n.title, m.role from notifications n
         join memberships m on m.organisation_id = n.organisation_id and m.id = n.member_id
        where n.reason = 'room' order by n.created_at`
    )
  )

/** Jobs that are to tell them. */
const warnings = (scope: Scope) =>
  scope.read((unit) =>
    unit.rows<{ payload: { refused: boolean } }>(
      `select envelope -> 'payload' as payload from jobs where organisation_id = ? and name = 'kernel.warn_of_room'`,
      [scope.organisationId]
    )
  )

test.group('Room for files', () => {
  test('is that of the organisation, of its plan or of the deployment, set by a manager of its partner', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const stranger = await makePartner()
    const workshop = await partner.workshop()
    const scope = await workshop.scope()
    const plan = await partner.plan()
    await db.from('organisations').where('id', workshop.organisationId).update({ plan_id: plan.id })
    const room = async () => {
      const { quota, from } = await fileUsage(scope)
      return [quota / GB, from]
    }
    const path = `/partner/organisations/${workshop.organisationId}`
    const send = async (
      who: typeof partner,
      role: 'manager' | 'support',
      to: string,
      body: object
    ) =>
      client
        .put(to)
        .header('accept', 'application/json')
        .loginAs(await who.user(role))
        .withCsrfToken()
        .json(body)
    assert.deepEqual(await room(), [20, 'deployment'])
    const change = { name: plan.name, modules: plan.modules, version: 1, mark: '' }
    const preview = await client
      .post(`/partner/plans/${plan.id}/preview`)
      .header('accept', 'application/json')
      .loginAs(await partner.user())
      .withCsrfToken()
      .json({ modules: plan.modules })
    change.mark = preview.body().data.mark
    ;(
      await send(partner, 'manager', `/partner/plans/${plan.id}`, { ...change, fileQuotaGb: '2.5' })
    ).assertStatus(200)
    assert.deepEqual(await room(), [2.5, 'plan'])
    ;(await send(partner, 'manager', `${path}/room`, { gb: 50 })).assertStatus(200)
    assert.deepEqual(await room(), [50, 'organisation'])
    ;(await send(partner, 'manager', `${path}/room`, { gb: 0 })).assertStatus(200)
    assert.deepEqual(await room(), [0, 'organisation'])
    for (const [who, role, gb, status] of [
      [partner, 'manager', -1, 422],
      [partner, 'manager', 'much', 422],
      [partner, 'manager', 1_000_001, 422],
      [partner, 'support', 1, 403],
      [stranger, 'manager', 1, 404],
    ] as const) {
      ;(await send(who, role, `${path}/room`, { gb })).assertStatus(status)
    }
    assert.deepEqual(await room(), [0, 'organisation'])
    // A change that does not name it leaves it as it is
    const again = { ...change, version: 2 }
    ;(await send(partner, 'manager', `/partner/plans/${plan.id}`, again)).assertStatus(200)
    ;(await send(partner, 'manager', `${path}/room`, { gb: null })).assertStatus(200)
    assert.deepEqual(await room(), [2.5, 'plan'])
  })

  test('is told to its partner when it runs out', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const scope = await workshop.scope()
    const reasons = async () => {
      await measureUsage(workshop.organisationId)
      return (await organisationFacts(await partner.scope(), workshop.organisationId)).reasons
    }
    await setFileQuota(scope, 100)
    await keep(scope, 'x'.repeat(79))
    assert.deepEqual(await reasons(), [])
    await keep(scope, 'x')
    assert.deepEqual(await reasons(), ['Files take 80 % of their room.'])
    await setFileQuota(scope, 80)
    assert.deepEqual(await reasons(), ['The room for files is full; new ones are refused.'])
  })

  test('is told to the owners at 80 %, and when a file was refused, once each, whoever stored it', async ({
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    await workshop.member('manager')
    const scope = await workshop.scope('owner')
    const system = await systemScope(workshop.organisationId, 'kernel.warn_of_room')
    await setFileQuota(scope, 100)
    await keep(scope, 'x'.repeat(79))
    assert.deepEqual(await warnings(scope), [])
    await keep(scope, 'x')
    assert.deepEqual(
      (await warnings(scope)).map(({ payload }) => payload.refused),
      [false]
    )
    await tellOfRoom(system, { refused: false })
    await tellOfRoom(system, { refused: false })
    assert.deepEqual(
      (await told(scope)).map(({ role }) => role),
      ['owner']
    )
    await keep(scope, 'x')
    assert.lengthOf(await warnings(scope), 1, 'they know')

    await assert.rejects(() => store(scope, 'x'.repeat(20)), FileQuotaError)
    await assert.rejects(() => store(scope, 'x'.repeat(20)), FileQuotaError)
    assert.isTrue((await warnings(scope)).some(({ payload }) => payload.refused))
    await tellOfRoom(system, { refused: true })
    await tellOfRoom(system, { refused: true })
    assert.lengthOf(await told(scope), 2)
    // The night after they may be told again, of what is so then
    await system.work((unit) => forgetWarning(unit))
    await tellOfRoom(system, { refused: false })
    assert.lengthOf(await told(scope), 2)
    await tellOfRoom(system, { refused: true })
    assert.lengthOf(await told(scope), 3)
    assert.deepEqual(await told(await other.scope()), [])
  })

  test('is not exceeded by twenty uploads that come at the same time', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    await setFileQuota(scope, 100)
    await workshop.user('manager')
    const begin = () =>
      ask('manager', 'POST', `/records/tickets_tickets/${id}/files`, { name: 'a.txt', bytes: 12 })
    const answers = await Promise.all(Array.from({ length: 20 }, begin))
    const begun = answers.filter((answer) => answer.status() === 201)
    assert.lengthOf(begun, 8, 'what was announced is counted before it has arrived')
    const refused = answers.find((answer) => answer.status() !== 201)!
    assert.equal(refused.body().code, 'E_FILE_QUOTA')
    assert.match(JSON.stringify(refused.body()), /Settings › Files/)
    const [{ data }] = begun.map((answer) => answer.body() as { data: { id: string } })
    const path = `/records/tickets_tickets/${id}/files/${data.id}/upload`
    const gone = await ask('manager', 'DELETE', path)
    assert.equal(gone.status(), 200, path + gone.text())
    const next = await begin()
    assert.equal(next.status(), 201, next.text())
  })

  test('is shown by what takes it, with the largest files and a way to make room', async ({
    client,
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await workshop.scope()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const attachText = async (name: string, bytes: number) =>
      (await (await attach(workshop, base, { name, content: Buffer.alloc(bytes, 'x') })).finish())
        .data
    const [small, large] = [await attachText('small.txt', 10), await attachText('large.txt', 900)]
    await storeFile(scope, {
      purpose: 'tickets.note',
      type: 'text/plain',
      content: Buffer.alloc(50),
    })
    await ask('owner', 'DELETE', small.href)
    const registry = await app.container.make(ModuleRegistry)
    const parts = await whatTakesRoom(await workshop.scope('owner'), registry)
    assert.deepEqual(
      parts.map(({ label, bytes, files }) => [label, bytes, files]),
      [
        ['Ticket', 900, 1],
        ['Tickets', 50, 1],
        ['Deleted, kept for 30 days', 10, 1],
      ]
    )
    const files = async (role: 'manager' | 'technician', of = workshop) => {
      const answer = await fetch(`${process.env.APP_URL}/api/v1/settings/files`, {
        headers: { authorization: `Bearer ${await of.token(role)}` },
      })
      const { data = [] } = (await answer.json()) as { data?: KeptFileRow[] }
      return { status: answer.status, data }
    }
    const { data } = await files('manager')
    assert.deepEqual(
      data.map(({ name, bytes, kind, state }) => [name, bytes, kind, state]),
      [
        ['large.txt', 900, 'Ticket', 'In use'],
        ['small.txt', 10, 'Ticket', 'Deleted, 30 days left'],
      ]
    )
    assert.equal((await files('technician')).status, 403)
    assert.deepEqual((await files('manager', other)).data, [])

    const program = new Program(client, await workshop.token())
    const before = (await fileUsage(scope)).bytes
    const gone = { key: randomUUID(), action: 'gone', input: {}, ids: [small.id, large.id] }
    await program.create('/lists/kernel.files/runs', gone)
    assert.equal((await fileUsage(scope)).bytes, before - 910)
    assert.deepEqual((await files('manager')).data, [])
    assert.deepEqual((await ask('owner', 'GET', large.href)).status(), 404)
  })

  test('is left by no part that comes while its file is put together', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id } = await makeTicket(client, workshop)
    const content = Buffer.alloc(700_000, 'x')
    const base = `/records/tickets_tickets/${id}`
    const upload = await attach(workshop, base, { name: 'a.txt', content, parts: [] })
    const holding = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const kept = scope.work(async (unit) => {
      await unit.rows(`update attachments set state = 'kept' where id = ?`, [upload.id])
      holding.resolve()
      await released.promise
    })
    await holding.promise
    const part = upload.sendPart(0)
    const waits = async () => {
      const { rows } = await db.rawQuery(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%attachments%'`
      )
      return rows.length > 0
    }
    await Promise.race([part, eventually('the part waits', waits)])
    released.resolve()
    await kept
    assert.equal((await part).status, 200)
    assert.deepEqual(await scope.read((unit) => unit.rows('select id from attachment_parts')), [])
  })
})
