import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import Organisation from '../../../app/identity/models/organisation.ts'
import { pageProps } from '../../helpers/page_props.ts'

const PLAN = '/settings/modules/tickets/plan?to=paused'

interface Plan {
  data: { steps: { name: string }[]; refused: { message: string } | null; effects: string[] }
}

/** A workshop with an owner who reads Hindi. */
async function hindiOwner() {
  const workshop = await makeWorkshop()
  const user = await workshop.user('owner')
  await user.merge({ locale: 'hi-IN', name: 'Record' }).save()
  return { workshop, user }
}

test.group('Settings in Hindi', () => {
  test('tell what switching a module does, to programs in English', async ({ client, assert }) => {
    const { workshop, user } = await hindiOwner()
    const read = (await client.get(PLAN).loginAs(user)).body() as Plan
    assert.equal(read.data.refused?.message, 'टिकट इनके लिए ज़रूरी है: जॉब कार्ड।')
    assert.include(
      read.data.steps.map(({ name }) => name),
      'टिकट'
    )
    assert.include(read.data.effects, 'सारा डेटा वैसा ही रहेगा। कुछ नहीं मिटेगा।')
    const token = await workshop.token()
    await Organisation.query().where('id', workshop.organisationId).update({ locale: 'hi-IN' })
    const program = (await client.get(`/api/v1${PLAN}`).bearerToken(token)).body() as Plan
    assert.equal(program.data.refused?.message, 'Tickets is needed by: Job cards.')
    assert.include(program.data.effects, 'All data stays as it is. Nothing is deleted.')
  })

  test('name modules, their settings and the kinds of records', async ({ client, assert }) => {
    const { user } = await hindiOwner()
    const { modules } = pageProps<{ modules: { id: string; name: string; description: string }[] }>(
      await client.get('/settings/modules').loginAs(user)
    )
    const tickets = modules.find(({ id }) => id === 'tickets')!
    assert.equal(tickets.name, 'टिकट')
    assert.notMatch(tickets.description, /[a-z]{3}/)
    const { settings } = pageProps<{ settings: { fields: { label: string }[] } }>(
      await client.get('/settings/modules/jobcards/settings').loginAs(user)
    )
    for (const { label } of settings.fields) assert.notMatch(label, /[a-z]{3}/)
    const { kinds } = pageProps<{ kinds: { table: string; noun: string }[] }>(
      await client.get('/settings/custom-fields').loginAs(user)
    )
    assert.equal(kinds.find(({ table }) => table === 'vehicles_vehicles')!.noun, 'गाड़ी')
  })

  test('say what was changed and leave the names of people alone', async ({ client, assert }) => {
    const { user } = await hindiOwner()
    const { list } = pageProps<{
      list: { filters: { key: string; label: string; options: { label: string }[] }[] }
    }>(await client.get('/settings/audit').loginAs(user))
    const filter = (key: string) => list.filters.find((each) => each.key === key)!
    assert.equal(filter('record').label, 'रिकॉर्ड')
    const people = filter('who').options.map(({ label }) => label)
    assert.includeMembers(people, ['Record', 'पार्टनर'])
    assert.include(
      filter('action').options.map(({ label }) => label),
      'हटाया गया'
    )
  })
})
