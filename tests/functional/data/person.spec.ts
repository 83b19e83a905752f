import { test } from '@japa/runner'
import type { ApiRequest } from '@japa/api-client'
import { makeGarage } from './support/garage.ts'
import { unzip } from './support/unzip.ts'

/** The files of an answer that is a ZIP. */
async function zipOf(request: ApiRequest) {
  request.request.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => done(null, Buffer.concat(chunks)))
  })
  const response = await request
  if (response.status() !== 200) {
    throw new Error(`answered ${response.status()}: ${response.text()}`)
  }
  return unzip(response.body() as Buffer)
}

test.group('What is held about a person', () => {
  test('is found by phone or name, and only in the own organisation', async ({
    assert,
    client,
  }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    const find = async (q: string) =>
      (await own.program.get(
        `/settings/data/people?kind=contacts.contact&q=${encodeURIComponent(q)}`
      )) as unknown as { id: string; name: string }[]
    assert.deepEqual(
      (await find(own.marker)).map(({ id }) => id),
      [own.contactId]
    )
    assert.deepEqual(
      (await find('98220 12345')).map(({ id }) => id),
      [own.contactId]
    )
    assert.deepEqual(await find(other.marker), [])
    const foreign = await own.program.ask(
      'GET',
      `/settings/data/people/contacts.contact/${other.contactId}`
    )
    foreign.assertStatus(404)
  })

  test('comes as a page and as JSON across modules, with parts and history, without staff', async ({
    assert,
    client,
  }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    const files = await zipOf(
      client
        .get(`/settings/data/people/contacts.contact/${own.contactId}/download`)
        .loginAs(await own.workshop.user())
    )
    assert.sameMembers([...files.keys()], ['person.html', 'person.json'])
    const json = JSON.parse(files.get('person.json')!)
    assert.containsSubset(
      Object.fromEntries(
        json.tables.map((table: { table: string; rows: unknown[] }) => [
          table.table,
          table.rows.length,
        ])
      ),
      { contacts_contacts: 1, vehicles_vehicles: 1, tickets_tickets: 1, tickets_history: 1 }
    )
    assert.isTrue(
      json.changes.some((change: { table: string }) => change.table === 'tickets_tickets')
    )
    const html = files.get('person.html')!
    assert.include(html, `It stops in the rain, says ${own.marker}`)
    assert.include(html, 'MH12AB1234')
    assert.notInclude(html, '<script')
    for (const text of files.values()) {
      assert.notInclude(text, other.marker)
    }
    const events = await own.program.get('/settings/audit/events?what=data.person_exported')
    assert.lengthOf(events as unknown as unknown[], 1)
  })

  test('what a customer wrote cannot run in the page', async ({ assert, client }) => {
    const own = await makeGarage(client)
    const contact = await own.program.create('/contacts', {
      kind: 'customer',
      name: '<script>alert(1)</script>',
      phone: '+91 98220 99999',
    })
    const files = await zipOf(
      client
        .get(`/settings/data/people/contacts.contact/${contact.id}/download`)
        .loginAs(await own.workshop.user())
    )
    assert.notInclude(files.get('person.html')!, '<script>')
    assert.include(files.get('person.html')!, '&lt;script&gt;')
  })

  test('a member takes their own, without any permission, and nobody else’s', async ({
    assert,
    client,
  }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    const technician = await own.workshop.memberWith({
      role: 'technician',
      name: 'Tara Technician',
    })
    const files = await zipOf(client.get('/account/data').loginAs(technician.user))
    assert.include([...files.keys()], 'account.json')
    const path = `${own.workshop.organisationId}/person.json`
    const json = JSON.parse(files.get(path)!)
    assert.equal(json.person.name, 'Tara Technician')
    const account = JSON.parse(files.get('account.json')!)
    assert.equal(account.account.email, technician.user.email)
    const everything = [...files.values()].join()
    assert.notInclude(everything, own.marker, 'customers are not theirs')
    assert.notInclude(everything, other.marker)
    assert.notInclude(everything, (await own.workshop.user()).email)
    assert.notInclude(everything, technician.user.password!)
    const refused = await client
      .get(`/settings/data/people/contacts.contact/${own.contactId}/download`)
      .loginAs(technician.user)
    refused.assertStatus(403)
  })
})
