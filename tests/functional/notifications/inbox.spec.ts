import { test } from '@japa/runner'
import { notifyMembers } from '@karkhana/kernel'
import { makeJobRun, makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { openJob } from '../../helpers/jobs.ts'
import { LiveWindow } from '../../helpers/live_window.ts'
import { DateTime } from 'luxon'
import mailNotifications from '../../../app/notifications/jobs/mail_notifications.ts'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { Program } from '../../helpers/program.ts'
import { rajKumar } from '../../helpers/repair.ts'
import { Visitor } from '../../helpers/visitor.ts'

interface Row {
  id: string
  reason: string
  title: string
  href: string
  actor: string | null
  count: number
  read: boolean
  muted: boolean
}

/** What the worker does when the mail of the day is due. */
async function mailDueTomorrow(workshop: Workshop, memberId: string) {
  const now = () => DateTime.utc().plus({ days: 1 })
  const scope = (await workshop.scope()).with({ now })
  await mailNotifications.handle(
    scope,
    { memberId },
    makeJobRun({ id: crypto.randomUUID(), attempt: 1 })
  )
}

test.group('Inbox', (group) => {
  let workshop: Workshop

  group.each.setup(async () => {
    workshop = await makeWorkshop()
  })

  async function signedIn(email: string) {
    const visitor = new Visitor()
    await visitor.signIn(email, TEST_PASSWORD)
    return visitor
  }
  async function inboxOf(visitor: Visitor, query = ''): Promise<Row[]> {
    const { props } = await visitor.get(`/inbox${query}`)
    return (props.list as { rows: Row[] }).rows
  }
  async function unreadOf(visitor: Visitor): Promise<number> {
    const { text } = await visitor.get('/inbox/count')
    return (JSON.parse(text) as { data: { unread: number } }).data.unread
  }
  /** A ticket that the owner gave to somebody else. */
  async function assigned(program: Program, assigneeId: string | null, path?: string) {
    const ticket = path ?? (await openJob(program)).ticket
    const { version, number } = await program.get(ticket)
    await program.change(`${ticket}/assignee`, { assigneeId, version })
    return { ticket, number }
  }

  test('whoever is put in charge finds it at once, with who did it and where it is', async ({
    assert,
    client,
  }) => {
    const { user, membership } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const window = new LiveWindow(visitor)
    await window.open()
    const channel = `organisations/${workshop.organisationId}/members/${membership.id}`
    assert.equal(await window.listen(channel), 204)

    const program = new Program(client, await workshop.token())
    const { ticket, number } = await assigned(program, membership.id)
    assert.equal((await window.hears(channel)).kind, 'inbox')
    window.close()

    assert.equal(await unreadOf(visitor), 1)
    const [row] = await inboxOf(visitor)
    assert.containsSubset(row, { reason: 'assigned', title: number, href: ticket, read: false })
    await visitor.ask('/inbox/read', { id: row.id })
    assert.equal(await unreadOf(visitor), 0)
    assert.isEmpty(await inboxOf(visitor, '?state=unread'))
    await visitor.ask('/inbox/read', { id: row.id, read: false })
    await visitor.ask('/inbox/read')
    assert.equal(await unreadOf(visitor), 0)
  })

  test('nobody is told of what they did themselves', async ({ assert, client }) => {
    const { user, membership } = await workshop.member()
    const program = new Program(client, await workshop.token())
    const { ticket } = await assigned(program, null)
    await assigned(program, membership.id, ticket)
    assert.isEmpty(await inboxOf(await signedIn(user.email)))
  })

  test('several things about one record stand together until they are read', async ({
    assert,
    client,
  }) => {
    const { user, membership } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const program = new Program(client, await workshop.token())
    const { ticket } = await assigned(program, membership.id)
    await assigned(program, null, ticket)
    await assigned(program, membership.id, ticket)
    const [row, ...others] = await inboxOf(visitor)
    assert.equal(row.count, 2)
    assert.isEmpty(others)
    await visitor.ask('/inbox/read')
    await assigned(program, null, ticket)
    await assigned(program, membership.id, ticket)
    assert.lengthOf(await inboxOf(visitor), 2)
  })

  test('one that is unread again stands together with the newer one about the same', async ({
    assert,
    client,
  }) => {
    const { membership, user } = await workshop.member('technician')
    const { ticket } = await assigned(new Program(client, await workshop.token()), membership.id)
    const visitor = await signedIn(user.email)
    const [{ id }] = await inboxOf(visitor)
    await visitor.ask('/inbox/read', { id })
    const record = { table: 'tickets_tickets', id: ticket.split('/').at(-1)! }
    const scope = await workshop.scope()
    await scope.work((unit) =>
      notifyMembers(unit, { reason: 'assigned', members: [membership.id], record })
    )
    assert.lengthOf(await inboxOf(visitor), 2)
    assert.equal((await visitor.ask('/inbox/read', { id, read: false })).status, 204)
    const [row, ...others] = await inboxOf(visitor)
    assert.containsSubset(row, { reason: 'assigned', count: 2, read: false })
    assert.isEmpty(others)
    assert.equal(await unreadOf(visitor), 1)
  })

  test('a muted record tells nothing more, until it may again', async ({ assert, client }) => {
    const { user, membership } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const program = new Program(client, await workshop.token())
    const { ticket } = await assigned(program, membership.id)
    const [{ id }] = await inboxOf(visitor)
    await visitor.ask('/inbox/read')
    await visitor.ask('/inbox/mute', { id, muted: true })
    await assigned(program, null, ticket)
    await assigned(program, membership.id, ticket)
    assert.equal(await unreadOf(visitor), 0)
    assert.isTrue((await inboxOf(visitor))[0].muted)
    await visitor.ask('/inbox/mute', { id, muted: false })
    await assigned(program, null, ticket)
    await assigned(program, membership.id, ticket)
    assert.equal(await unreadOf(visitor), 1)
  })

  test('who may not see the record is not told of it', async ({ assert, client }) => {
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const { user, membership } = await workshop.member('technician')
    const id = ticket.split('/').at(-1)!
    const scope = await workshop.scope()
    const tell = () =>
      scope.work((unit) =>
        notifyMembers(unit, {
          reason: 'mentioned',
          members: [membership.id],
          record: { table: 'tickets_tickets', id },
        })
      )
    // the owner is in charge of it, and technicians see their own tickets
    await tell()
    const visitor = await signedIn(user.email)
    assert.isEmpty(await inboxOf(visitor))
    await assigned(program, membership.id, ticket)
    await tell()
    assert.sameMembers(
      (await inboxOf(visitor)).map(({ reason }) => reason),
      ['assigned', 'mentioned']
    )
  })

  test('each reads, marks and mutes their own alone', async ({ assert, client }) => {
    const { membership, user } = await workshop.member('technician')
    await assigned(new Program(client, await workshop.token()), membership.id)
    const [{ id }] = await inboxOf(await signedIn(user.email))
    const owner = await signedIn((await workshop.user()).email)
    assert.isEmpty(await inboxOf(owner))
    assert.equal((await owner.ask('/inbox/read', { id })).status, 404)
    assert.equal((await owner.ask('/inbox/mute', { id, muted: true })).status, 404)
    const stranger = await signedIn((await (await makeWorkshop()).user()).email)
    assert.equal((await stranger.ask('/inbox/read', { id })).status, 404)
    assert.equal(await unreadOf(await signedIn(user.email)), 1)
  })

  test('the way to be told is chosen for each reason', async ({ assert, client }) => {
    const { user, membership } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const reasons = { assigned: { inbox: false, mail: 'soon' } }
    await visitor.change('PUT', '/account/notifications', { wanted: {}, reasons })
    const { props } = await visitor.get('/account/notifications')
    assert.containsSubset(props.reasons, [{ id: 'assigned', inbox: false, mail: 'soon' }])
    const { number } = await assigned(new Program(client, await workshop.token()), membership.id)
    assert.isEmpty(await inboxOf(visitor))
    assert.include((await mailTo(user.email, /in charge/)).subject, number)
  })

  test('mails of the day tell in one message what was not read in the inbox', async ({
    assert,
    client,
  }) => {
    const { user, membership } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const reasons = { assigned: { inbox: true, mail: 'digest' } }
    const times = { quiet: null, digest: '09:00' }
    await visitor.change('PUT', '/account/notifications', { wanted: {}, reasons, times })
    const program = new Program(client, await workshop.token())
    const { id: contactId } = await program.create('/contacts', { kind: 'customer', ...rajKumar() })
    const told: string[] = []
    for (const complaint of ['Brakes squeal', 'Horn is silent', 'Lamp flickers']) {
      const fields = { contactId, complaint, priority: 'P3', assigneeId: membership.id }
      told.push(String((await program.create('/tickets', fields)).number))
    }
    assert.isEmpty(await mailsTo(user.email))

    const [read] = await inboxOf(visitor)
    await visitor.ask('/inbox/read', { id: read.id })
    await mailDueTomorrow(workshop, membership.id)
    const { subject, text, path } = await mailTo(user.email, /2 things/)
    assert.include(subject, '2 things happened')
    assert.match(path, /^\/tickets\/[0-9a-f-]{36}$/, 'each thing leads to its page')
    assert.include(text!, '/inbox?state=unread')
    assert.deepEqual(
      told.map((number) => text!.includes(number)),
      [true, true, false]
    )

    await mailDueTomorrow(workshop, membership.id)
    assert.lengthOf(await mailsTo(user.email), 1)
    assert.equal(await unreadOf(visitor), 2)
  })

  test('whoever lost the sight of a record is mailed nothing of it', async ({ assert, client }) => {
    const { user, membership } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const reasons = { assigned: { inbox: true, mail: 'digest' } }
    await visitor.change('PUT', '/account/notifications', { wanted: {}, reasons })
    const program = new Program(client, await workshop.token())
    const { ticket } = await assigned(program, membership.id)
    await assigned(program, null, ticket)
    await mailDueTomorrow(workshop, membership.id)
    assert.isEmpty(await mailsTo(user.email))
  })

  test('times that cannot be are refused at their field', async ({ assert }) => {
    const { user } = await workshop.member('technician')
    const visitor = await signedIn(user.email)
    const save = async (times: object) => {
      const { props } = await visitor.change('PUT', '/account/notifications', { wanted: {}, times })
      return Object.keys(props.errors ?? {})
    }
    assert.include(await save({ quiet: null, digest: '25:00' }), 'times.digest')
    const always = { from: '09:00', to: '09:00' }
    assert.include(await save({ quiet: always, digest: '09:00' }), 'times.quiet.to')
  })
})
