import { test } from '@japa/runner'
import { makeWorkshop, timelineOf } from '@karkhana/kernel/testing'
import { pageOf } from '../support/page_of.ts'
import { createContact, getContact, updateContact } from '../../services/contacts.ts'

const RAJ = { kind: 'customer', name: 'Raj Kumar', phone: '9822012345' } as const

test.group('Contact pages', () => {
  test('the form adds a contact and leads to its page', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('manager')
    const saved = await client
      .post('/contacts')
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
      .form({ ...RAJ, gstin: '', company: '' })
    saved.assertStatus(303)
    const page = await client.get(saved.header('location')!).loginAs(user)
    page.assertStatus(200)
    const { component, props } = pageOf(page)
    assert.equal(component, 'contacts::show')
    assert.containsSubset(props.record, { name: 'Raj Kumar', company: null, gstin: null })
  })

  test('a picker adds a contact without leaving its page', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const ask = async (body: object) =>
      client
        .post('/contacts')
        .loginAs(await workshop.user('manager'))
        .withCsrfToken()
        .redirects(0)
        .header('accept', 'application/json')
        .json(body)
    const made = await ask(RAJ)
    made.assertStatus(201)
    assert.containsSubset(made.body().data, { name: 'Raj Kumar', phone: '+919822012345' })
    const refused = await ask(RAJ)
    refused.assertStatus(422)
    assert.equal(refused.body().errors[0].field, 'phone')
  })

  test('the page of a contact tells its history in words', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id } = await createContact(scope, { ...RAJ, stateCode: '27' })
    await updateContact(scope, id, { ...RAJ, city: 'Pune', stateCode: '29', version: 1 })
    const page = await client.get(`/contacts/${id}`).loginAs(await workshop.user())
    page.assertStatus(200)
    assert.equal(pageOf(page).props.stateName, 'Karnataka')
    const timeline = await timelineOf(scope, 'contacts_contacts', id)
    assert.deepEqual(
      timeline.map(({ title }) => title),
      ['Town, State', 'Added']
    )
    assert.equal(timeline[0].actor, 'Asha Kulkarni')
    assert.include(timeline[0].detail, 'Town: – → Pune')
    assert.include(timeline[0].detail, 'State: Maharashtra → Karnataka')
    assert.notInclude(timeline[0].detail, 'digits')
  })

  test('pages of another organisation are not there, and forms need their permission', async ({
    client,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { id } = await createContact(await mine.scope(), RAJ)
    for (const path of [`/contacts/${id}`, `/contacts/${id}/edit`]) {
      ;(await client.get(path).loginAs(await mine.user())).assertStatus(200)
      ;(await client.get(path).loginAs(await other.user())).assertStatus(404)
    }
    const technician = await mine.user('technician')
    ;(await client.get('/contacts').loginAs(technician)).assertStatus(200)
    ;(await client.get('/contacts/create').loginAs(technician)).assertStatus(403)
    ;(await client.get(`/contacts/${id}/edit`).loginAs(technician)).assertStatus(403)
  })

  test('other modules read contacts by contract, also archived ones', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const { id } = await createContact(scope, RAJ)
    const directory = await scope.need('contacts.directory@1')
    assert.containsSubset(await directory.get(scope, id), { id, ...RAJ, phone: '+919822012345' })
    const foreign = await other.scope()
    assert.isNull(await directory.find(foreign, id))
    await assert.rejects(() => directory.get(foreign, id), 'This contact does not exist.')
    assert.equal((await getContact(scope, id)).version, 1)
  })
})
