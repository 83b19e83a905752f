import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import HttpExceptionHandler from '../../../app/http/exception_handler.ts'
import { openJob } from '../../helpers/jobs.ts'
import { LiveWindow } from '../../helpers/live_window.ts'
import { Program } from '../../helpers/program.ts'
import { Visitor } from '../../helpers/visitor.ts'

test.group('Live updates', (group) => {
  let mine: Workshop
  let other: Workshop
  const windows: LiveWindow[] = []

  group.each.setup(async () => {
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    return () => windows.splice(0).forEach((window) => window.close())
  })

  async function signedIn(email: string) {
    const visitor = new Visitor()
    await visitor.signIn(email, TEST_PASSWORD)
    return visitor
  }
  async function windowOf(workshop: Workshop, role: 'owner' | 'technician' = 'owner') {
    const visitor = await signedIn((await workshop.user(role)).email)
    const window = new LiveWindow(visitor)
    windows.push(window)
    return { visitor, window, status: await window.open() }
  }
  const tickets = (workshop: Workshop) =>
    `organisations/${workshop.organisationId}/tables/tickets_tickets`
  const ticket = (workshop: Workshop, id: string) =>
    `organisations/${workshop.organisationId}/records/tickets_tickets/${id}`

  test('a commit tells lists and the record, once', async ({ assert, client }) => {
    const program = new Program(client, await mine.token())
    const opened = await openJob(program)
    const id = opened.ticket.split('/').at(-1)!
    const { window, status } = await windowOf(mine)
    assert.equal(status, 200)
    assert.equal(await window.listen(tickets(mine)), 204)
    assert.equal(await window.listen(ticket(mine, id)), 204)
    const { version } = await program.get(opened.ticket)

    await program.change(`${opened.ticket}/assignee`, { assigneeId: null, version })

    assert.deepEqual(await window.hears(tickets(mine)), { table: 'tickets_tickets' })
    assert.equal((await window.hears(ticket(mine, id))).kind, 'changed')
    await sleep(200)
    assert.lengthOf(
      window.heard.filter(({ channel }) => channel === tickets(mine)),
      1
    )
  })

  test('the page of a record names it as open, that of a hidden one does not', async ({
    assert,
    client,
  }) => {
    const own = (await openJob(new Program(client, await mine.token()))).ticket
    const theirs = (await openJob(new Program(client, await other.token()))).ticket
    const visitor = await signedIn((await mine.user('owner')).email)
    const shown = await visitor.get(own)
    const hidden = await visitor.get(theirs)

    assert.deepEqual(shown.props.live, {
      table: 'tickets_tickets',
      id: own.split('/').at(-1),
      editing: false,
    })
    assert.equal(hidden.status, 404)
    assert.isNull(hidden.props.live)
  })

  test('no channel of another organisation, of a closed table or of a hidden record opens', async ({
    assert,
    client,
  }) => {
    const theirs = await openJob(new Program(client, await other.token()))
    const own = await openJob(new Program(client, await mine.token()))
    const { window } = await windowOf(mine, 'technician')
    const refused = [
      tickets(other),
      ticket(other, theirs.ticket.split('/').at(-1)!),
      ticket(mine, theirs.ticket.split('/').at(-1)!),
      // the owner is in charge of it, and technicians see their own tickets
      ticket(mine, own.ticket.split('/').at(-1)!),
      `organisations/${mine.organisationId}/tables/accounting_journals`,
      `organisations/${mine.organisationId}/tables/memberships`,
      `organisations/${mine.organisationId}/members/${(await mine.member()).membership.id}`,
      'anything/else',
    ]
    for (const channel of refused) assert.equal(await window.listen(channel), 404, channel)
    assert.equal(await window.listen(tickets(mine)), 204)
  })

  test('who lost the permission, or signed out elsewhere, hears nothing more', async ({
    assert,
    client,
  }) => {
    const program = new Program(client, await mine.token())
    const { ticket: path } = await openJob(program)
    const technician = await windowOf(mine, 'technician')
    const owner = await windowOf(mine)
    assert.equal(await technician.window.listen(tickets(mine)), 204)
    assert.equal(await owner.window.listen(tickets(mine)), 204)

    const { membership } = await mine.member('technician')
    const roleId = await mine.role({ base: 'technician', denials: ['tickets.ticket.view'] })
    const scope = await systemScope(mine.organisationId, 'test')
    await scope.work(async (unit) => {
      await unit
        .from('memberships')
        .where({ organisation_id: mine.organisationId, id: membership.id })
        .update({ role: 'custom', role_id: roleId })
    })
    const { version } = await program.get(path)
    await program.change(`${path}/assignee`, { assigneeId: null, version })
    await owner.window.hears(tickets(mine))
    assert.isEmpty(technician.window.heard.filter(({ channel }) => channel === tickets(mine)))

    await db
      .from('user_sessions')
      .where({ user_id: (await mine.user()).id })
      .update({ revoked_at: new Date() })
    await scope.work(async (unit) => {
      await unit
        .from('roles')
        .where({ organisation_id: mine.organisationId, id: roleId })
        .update({ name: 'Helper' })
    })
    const before = owner.window.heard.length
    const changed = await program.get(path)
    const owned = (await mine.member()).membership.id
    await program.change(`${path}/assignee`, { assigneeId: owned, version: changed.version })
    await owner.window.ends()
    assert.lengthOf(owner.window.heard, before)
  })

  test('that a stream opens is no error, though it answers before its session is through', async ({
    assert,
    cleanup,
  }) => {
    const { prototype } = HttpExceptionHandler
    const report = Object.getOwnPropertyDescriptor(prototype, 'report')!
    cleanup(() => void Object.defineProperty(prototype, 'report', report))
    const reported: unknown[] = []
    Object.defineProperty(prototype, 'report', {
      ...report,
      value: (error: unknown) => void reported.push(error),
    })
    const { window, status } = await windowOf(mine)
    assert.equal(status, 200)
    assert.equal(await window.listen(tickets(mine)), 204)
    assert.deepEqual(reported, [])
  })

  test('a stream needs a session, and its window belongs to it', async ({ assert }) => {
    const stranger = new LiveWindow(new Visitor())
    assert.notEqual(await stranger.open(), 200)
    const { window } = await windowOf(mine)
    const thief = new LiveWindow(await signedIn((await other.user()).email))
    windows.push(thief)
    Object.assign(thief, { uid: window.uid })
    assert.equal(await thief.open(), 409)
    assert.equal(await thief.listen(tickets(other)), 404)
  })

  test('says who has the record open, to those who may see it', async ({ assert, client }) => {
    const { ticket: path } = await openJob(new Program(client, await mine.token()))
    const id = path.split('/').at(-1)!
    const place = { table: 'tickets_tickets', id }
    const manager = await mine.memberWith({ role: 'manager', name: 'Ravi' })
    const ravi = await signedIn(manager.user.email)
    const { window } = await windowOf(mine)
    await window.listen(ticket(mine, id))

    const raviAt = { window: crypto.randomUUID(), ...place }
    await ravi.ask('/live/presence', { ...raviAt, editing: true })
    const { people } = await window.hears(ticket(mine, id), ({ people: all }) => all?.length === 1)
    assert.containsSubset(people, [{ name: 'Ravi', editing: true }])

    await ravi.ask('/live/presence/leave', { window: raviAt.window })
    await window.hears(ticket(mine, id), ({ people: all }) => all?.length === 0)

    const hidden = await signedIn((await mine.user('technician')).email)
    const answer = await hidden.ask('/live/presence', { ...raviAt, editing: false })
    assert.equal(answer.status, 404)
    assert.notInclude(answer.text, 'Ravi')
  })
})
