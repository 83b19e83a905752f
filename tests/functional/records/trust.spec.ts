import { test } from '@japa/runner'
import type { BuiltInRole, LastSaved, RecordReaders } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { asker, makeTicket } from './support.ts'

const ROLES: BuiltInRole[] = ['owner', 'admin', 'manager', 'accountant', 'technician']
const names = ({ roles }: RecordReaders) => roles.flatMap(({ members }) => members).sort()

/** The members who are answered with the record itself. */
async function whoOpens(ask: ReturnType<typeof asker>, workshop: Workshop, path: string) {
  const opening: string[] = []
  for (const role of ROLES) {
    const answer = await ask(role, 'GET', path)
    if (answer.status() === 200) opening.push((await workshop.user(role)).name)
  }
  return opening.sort()
}

test.group('Who sees a record', () => {
  test('is whoever its page opens for: by role, by assignment, in its branch', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id, program } = await makeTicket(client, workshop)
    for (const role of ROLES) await workshop.member(role)
    const readers = async () => {
      const answer = await ask('manager', 'GET', `/records/tickets_tickets/${id}/readers`)
      answer.assertStatus(200)
      return answer.body().data as RecordReaders
    }
    const before = await readers()
    assert.deepEqual(names(before), await whoOpens(ask, workshop, `/tickets/${id}`))
    assert.notInclude(names(before), 'Technician')

    const { membership } = await workshop.member('technician')
    await program.change(`/tickets/${id}/assignee`, { assigneeId: membership.id })
    const after = await readers()
    assert.deepEqual(names(after), await whoOpens(ask, workshop, `/tickets/${id}`))
    assert.include(names(after), 'Technician')
    assert.equal(
      after.roles.find(({ members }) => members.includes('Technician'))!.because,
      'tickets assigned to them'
    )
    assert.isString(after.branch)
    assert.isNull(after.partner)
    assert.isNull(after.links)
  })

  test('it says when it was saved and by whom, to nobody of another organisation', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const ask = asker(client, mine)
    const { contactId } = await makeTicket(client, mine)
    const base = `/records/contacts_contacts/${contactId}`
    await ask('manager', 'POST', `/contacts/${contactId}/archive`)
    const saved = (await ask('accountant', 'GET', `${base}/saved`)).body().data as LastSaved
    assert.equal(saved!.by, 'Manager')
    for (const what of ['saved', 'readers']) {
      const foreign = await asker(client, other)('owner', 'GET', `${base}/${what}`)
      foreign.assertStatus(404)
    }
  })
})
