import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type { Onboarding, OnboardingCard } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { countedIn } from '../../../app/onboarding/steps.ts'
import { KERNEL_STEPS } from '../../../app/onboarding/kernel_steps.ts'
import { createContact } from '../../../modules/contacts/services/contacts.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { registryOf } from '../../helpers/modules.ts'
import { pageProps } from '../../helpers/page_props.ts'

type Role = 'owner' | 'manager' | 'accountant' | 'technician'

async function stepsOf(client: ApiClient, workshop: Workshop, role: Role = 'owner') {
  const response = await client.get('/getting-started').loginAs(await workshop.user(role))
  response.assertStatus(200)
  return pageProps<{ onboarding: Onboarding; onHome: boolean }>(response)
}
async function cardOf(client: ApiClient, workshop: Workshop, role: Role = 'owner') {
  const response = await client.get('/').loginAs(await workshop.user(role))
  return pageProps<{ onboarding: OnboardingCard | null }>(response).onboarding
}
async function mark(client: ApiClient, workshop: Workshop, what: string, role: Role = 'owner') {
  const response = await client
    .put('/getting-started')
    .loginAs(await workshop.user(role))
    .withCsrfToken()
    .redirects(0)
    .json({ mark: what })
  response.assertStatus(303)
}
const ids = ({ steps }: Onboarding) => steps.map(({ id }) => id)
const doneIds = ({ steps }: Onboarding) => steps.filter(({ done }) => done).map(({ id }) => id)

test.group('The first steps of a member', (group) => {
  let mine: Workshop
  let other: Workshop
  group.each.setup(async () => {
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
  })

  test('are counted from the records of the own organisation alone', async ({ client, assert }) => {
    const before = (await stepsOf(client, mine)).onboarding
    assert.notInclude(doneIds(before), 'contacts.first_contact')
    assert.isNotNull(before.next)
    await createContact(await other.scope(), { kind: 'customer', name: 'Of another' })
    assert.deepEqual((await stepsOf(client, mine)).onboarding, before)
    await createContact(await mine.scope(), { kind: 'customer', name: 'Raj Kumar' })
    const after = (await stepsOf(client, mine)).onboarding
    assert.include(doneIds(after), 'contacts.first_contact')
    assert.equal(after.done, before.done + 1)
    assert.equal(after.total, before.total)
  })

  test('are those of the role: nobody is sent to what they may not do', async ({
    client,
    assert,
  }) => {
    const owner = ids((await stepsOf(client, mine)).onboarding)
    const technician = ids((await stepsOf(client, mine, 'technician')).onboarding)
    const accountant = ids((await stepsOf(client, mine, 'accountant')).onboarding)
    assert.includeMembers(owner, ['kernel.registration', 'kernel.colleague', 'jobcards.first_job'])
    assert.notInclude(owner, 'jobcards.own_work')
    assert.sameMembers(technician, ['kernel.look', 'jobcards.own_work'])
    assert.include(accountant, 'invoicing.first_payment')
    assert.notInclude(accountant, 'tickets.first_ticket')
  })

  test('are not those of a module that is off', async ({ client, assert }) => {
    await setModuleState(mine, 'tickets', 'paused')
    assert.notInclude(ids((await stepsOf(client, mine)).onboarding), 'tickets.first_ticket')
    assert.include(ids((await stepsOf(client, other)).onboarding), 'tickets.first_ticket')
  })

  test('are put away by each member for themselves, and come back', async ({ client, assert }) => {
    assert.equal((await cardOf(client, mine))?.kind, 'steps')
    await mark(client, mine, 'away')
    assert.isNull(await cardOf(client, mine))
    assert.isFalse((await stepsOf(client, mine)).onHome)
    assert.equal((await cardOf(client, mine, 'manager'))?.kind, 'steps')
    assert.equal((await cardOf(client, other))?.kind, 'steps')
    await mark(client, mine, 'begun')
    assert.isNull(await cardOf(client, mine), 'having been seen brings nothing back')
    await mark(client, mine, 'back')
    assert.equal((await cardOf(client, mine))?.kind, 'steps')
  })

  test('end with a word of praise, once, for who began them', async ({ client, assert }) => {
    await mark(client, mine, 'begun')
    await fillWorkshop(mine)
    const { onboarding } = await stepsOf(client, mine)
    assert.deepEqual([onboarding.done, onboarding.next], [onboarding.total, null])
    assert.deepEqual(await cardOf(client, mine), { kind: 'praise' })
    await mark(client, mine, 'praised')
    assert.isNull(await cardOf(client, mine))
    assert.isNull(
      await cardOf(client, mine, 'manager'),
      'who comes later has nothing to be praised for'
    )
  })

  test('can each be asked, of every installed module', async ({ assert }) => {
    const steps = (await registryOf()).manifests().flatMap(({ onboarding }) => onboarding)
    const scope = await mine.scope()
    const done = await scope.read((unit) => countedIn(unit, [...KERNEL_STEPS, ...steps]))
    assert.lengthOf(done, KERNEL_STEPS.length + steps.length)
    assert.isTrue(done.every((each) => typeof each === 'boolean'))
  })
})
