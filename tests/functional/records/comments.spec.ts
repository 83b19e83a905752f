import { test } from '@japa/runner'
import type { TimelineEntry } from '@karkhana/kernel/pages'
import { emittedEvents, makeWorkshop, runEvents } from '@karkhana/kernel/testing'
import { asker, makeTicket } from './support.ts'

interface Page {
  data: TimelineEntry[]
  nextCursor: string | null
  kinds: string[]
}

test.group('The timeline of a record', () => {
  test('tells statuses, old and new values, comments; by kind and in pages without gap or repeat', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id, program } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const { membership } = await workshop.member('technician')
    await program.change(`/tickets/${id}/assignee`, { assigneeId: membership.id })
    for (let n = 1; n <= 5; n++) {
      const written = await ask('manager', 'POST', `${base}/comments`, { body: `Note ${n}` })
      written.assertStatus(201)
    }

    const all = (await ask('manager', 'GET', `${base}/timeline?limit=100`)).body() as Page
    const titles = all.data.map(({ title, detail }) => `${title}: ${detail}`)
    assert.equal(titles[0], 'Comment: Note 5')
    assert.include(titles, 'Assignee: Assignee: – → Technician')
    assert.include(titles, 'Open: undefined')
    assert.equal(all.data.at(-1)!.title, 'Ticket raised')
    assert.equal(all.data[0].actor, 'Manager')
    assert.includeMembers(all.kinds, ['comment', 'file', 'change', 'status'])

    const paged: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query = `limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
      const page = (await ask('manager', 'GET', `${base}/timeline?${query}`)).body() as Page
      paged.push(...page.data.map((entry) => entry.id))
      cursor = page.nextCursor
    }
    assert.deepEqual(
      paged,
      all.data.map((entry) => entry.id)
    )

    const statuses = (await ask('manager', 'GET', `${base}/timeline?kind=status`)).body() as Page
    assert.deepEqual([...new Set(statuses.data.map(({ kind }) => kind))], ['status'])
    const foreign = await ask('manager', 'GET', `${base}/timeline?cursor=abc`)
    foreign.assertStatus(422)
    assert.equal(foreign.body().code, 'E_LIST_CURSOR')
  })

  test('is closed where the record is: other organisation, others’ records, unknown tables', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { id } = await makeTicket(client, mine)
    const base = `/records/tickets_tickets/${id}`
    await asker(client, mine)('manager', 'POST', `${base}/comments`, { body: 'For us alone' })
    // a technician sees tickets that are assigned to them
    const hidden = asker(client, mine)
    const foreign = asker(client, other)
    const asked = [
      await hidden('technician', 'GET', `${base}/timeline`),
      await hidden('technician', 'POST', `${base}/comments`, { body: 'x' }),
      await foreign('owner', 'GET', `${base}/timeline`),
      await foreign('owner', 'POST', `${base}/comments`, { body: 'x' }),
      await hidden('owner', 'GET', `/records/users/${id}/timeline`),
      await hidden('owner', 'GET', `/records/tickets_history/${id}/timeline`),
      await hidden('owner', 'GET', '/records/tickets_tickets/x/timeline'),
    ]
    assert.deepEqual(
      asked.map((response) => response.status()),
      asked.map(() => 404)
    )
    for (const module of ['invoicing', 'jobcards', 'tickets']) await mine.switchOff(module)
    const off = await hidden('owner', 'GET', `${base}/timeline`)
    off.assertStatus(404)
    assert.notInclude(off.text(), 'For us alone')
  })
})

test.group('Comments', () => {
  test('tell a member who is named, once, also when it is named later', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}/comments`
    const { membership: accountant } = await workshop.member('accountant')
    const { membership: technician } = await workshop.member('technician')
    const written = await ask('manager', 'POST', base, {
      body: '@Accountant please look',
      mentions: [accountant.id],
    })
    const comment = written.body().data as { id: string; version: number }
    const changed = await ask('manager', 'PUT', `${base}/${comment.id}`, {
      body: '@Accountant @Technician please look',
      mentions: [accountant.id, technician.id],
      version: comment.version,
    })
    assert.deepEqual(
      changed.body().data.mentions.map(({ name }: { name: string }) => name),
      ['Accountant', 'Technician']
    )
    assert.isNotNull(changed.body().data.editedAt)
    const told = await emittedEvents(await workshop.scope(), 'kernel.comment_mentioned@1')
    assert.deepEqual(
      told.map(({ payload }) => payload),
      [accountant, technician].map((member) => ({
        commentId: comment.id,
        table: 'tickets_tickets',
        recordId: id,
        memberId: member.id,
        by: 'Manager',
      }))
    )
    await runEvents(await workshop.scope())

    const stranger = await makeWorkshop()
    const refused = await ask('manager', 'POST', base, {
      body: '@Somebody',
      mentions: [(await stranger.member('manager')).membership.id],
    })
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_MENTION_UNKNOWN')
  })

  test('are changed and deleted by their author alone, and deleting can be undone', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const record = `/records/tickets_tickets/${id}`
    const written = await ask('manager', 'POST', `${record}/comments`, { body: 'Ordered a coil' })
    const comment = written.body().data as { id: string; version: number }
    const path = `${record}/comments/${comment.id}`
    const others = [
      await ask('owner', 'PUT', path, { body: 'Changed' }),
      await ask('owner', 'DELETE', path),
    ]
    assert.deepEqual(
      others.map((response) => [response.status(), response.body().code]),
      others.map(() => [403, 'E_COMMENT_OF_ANOTHER'])
    )
    await ask('manager', 'PUT', path, { body: 'Ordered a new coil', version: comment.version })
    const stale = await ask('manager', 'PUT', path, { body: 'x', version: comment.version })
    stale.assertStatus(409)

    const bodies = async () =>
      ((await ask('owner', 'GET', `${record}/timeline?kind=comment`)).body() as Page).data.map(
        ({ detail }) => detail
      )
    assert.deepEqual(await bodies(), ['Ordered a new coil'])
    await ask('manager', 'DELETE', path)
    assert.deepEqual(await bodies(), [])
    await ask('manager', 'POST', `${path}/restore`)
    assert.deepEqual(await bodies(), ['Ordered a new coil'])

    const elsewhere = await makeTicket(client, workshop)
    const misplaced = `/records/tickets_tickets/${elsewhere.id}/comments/${comment.id}`
    ;(await ask('manager', 'DELETE', misplaced)).assertStatus(404)
  })
})
