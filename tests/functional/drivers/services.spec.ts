import { test } from '@japa/runner'
import { driverFor, systemScope } from '@karkhana/kernel'
import {
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  type Workshop,
} from '@karkhana/kernel/testing'
import type { ServiceView } from '../../../app/drivers/overview.ts'
import { changeSettings } from '../../../app/module_settings/settings.ts'
import { storeSecret } from '../../../app/secrets/vault.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { handed, lendPigeon, made, putModule } from './support.ts'

const API = '/api/v1/settings/services'
const PIGEON = { driver: 'vehicles.pigeon' }
const SMS = { to: '+919822012345', text: 'Hello', idempotencyKey: 'k' }

/** An organisation that has stored the key of the service. */
async function ready(): Promise<Workshop> {
  const workshop = await makeWorkshop()
  const key = `key of ${workshop.organisationId}`
  await storeSecret(await workshop.scope(), 'vehicles.pigeon_key', key)
  return workshop
}

const smsOf = async (workshop: Workshop) => driverFor(await workshop.scope(), 'kernel.sms')

test.group('Services', (group) => {
  group.setup(() => lendPigeon())
  group.each.teardown(() => restoreDrivers())

  test('are chosen by each organisation for itself', async ({ client, assert }) => {
    const [mine, other] = [await ready(), await ready()]
    assert.isNull(await smsOf(mine))
    const choose = async (body: object) =>
      client
        .put(`${API}/kernel.sms`)
        .bearerToken(await mine.token())
        .json(body)
    ;(await choose(PIGEON)).assertStatus(200)
    await (await smsOf(mine))!.send(SMS)
    assert.deepInclude(handed.at(-1), { apiKey: `key of ${mine.organisationId}`, sender: 'KARKHN' })
    assert.isNull(await smsOf(other))
    ;(await choose({ driver: null })).assertStatus(200)
    assert.isNull(await smsOf(mine))
  })

  test('are made once, and again when a setting or a key of theirs changes', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await ready(), await ready()]
    for (const workshop of [mine, other]) {
      await client
        .put(`${API}/kernel.sms`)
        .bearerToken(await workshop.token())
        .json(PIGEON)
    }
    const before = made.count
    const first = await smsOf(mine)
    assert.strictEqual(await smsOf(mine), first)
    assert.equal(made.count, before + 1)
    assert.notStrictEqual(await smsOf(other), first)

    const values = { sender: 'VOLTWH' }
    await changeSettings(await mine.scope(), 'vehicles', 'organisation', { values })
    await (await smsOf(mine))!.send(SMS)
    assert.equal(handed.at(-1)!.sender, 'VOLTWH')
    await storeSecret(await mine.scope(), 'vehicles.pigeon_key', 'a new key')
    await (await smsOf(mine))!.send(SMS)
    assert.equal(handed.at(-1)!.apiKey, 'a new key')
    await (await smsOf(other))!.send(SMS)
    const untouched = { sender: 'KARKHN', apiKey: `key of ${other.organisationId}` }
    assert.deepInclude(handed.at(-1), untouched)
  })

  test('are refused until nothing is missing, and say what is', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const choose = () => client.put(`${API}/kernel.sms`).bearerToken(token).json(PIGEON)
    const refused = await choose()
    refused.assertStatus(422)
    refused.assertBodyContains({ code: 'E_DRIVER_NOT_READY' })
    assert.match(refused.text(), /Store the key of Pigeon post/)
    const list = (await client.get(API).bearerToken(token)).body().data as ServiceView[]
    const sms = list.find(({ id }) => id === 'kernel.sms')!
    assert.deepInclude(sms.drivers[0], {
      id: 'vehicles.pigeon',
      module: 'Vehicles',
      missing: 'Store the key of Pigeon post.',
      keysHref: '/settings/connections',
    })
    await storeSecret(await workshop.scope(), 'vehicles.pigeon_key', 'now it is there')
    ;(await choose()).assertStatus(200)
  })

  test('name what there is when somebody chooses another', async ({ client, assert }) => {
    const workshop = await ready()
    const [token, manager] = [await workshop.token(), await workshop.token('manager')]
    const owl = { driver: 'owls.post' }
    const answer = await client.put(`${API}/kernel.sms`).bearerToken(token).json(owl)
    answer.assertStatus(422)
    assert.match(answer.text(), /vehicles\.pigeon/)
    const none = { driver: null }
    ;(await client.put(`${API}/kernel.fax`).bearerToken(token).json(none)).assertStatus(404)
    ;(await client.get(API).bearerToken(manager)).assertStatus(403)
    ;(await client.put(`${API}/kernel.sms`).bearerToken(manager).json(none)).assertStatus(403)
  })

  test('are tried by a button, which tells what the service said', async ({ client, assert }) => {
    const workshop = await ready()
    const token = await workshop.token()
    const tryIt = () => client.post(`${API}/kernel.sms/test`).bearerToken(token)
    const nothing = await tryIt()
    nothing.assertStatus(422)
    nothing.assertBodyContains({ code: 'E_DRIVER_NO_TEST' })
    await client.put(`${API}/kernel.sms`).bearerToken(token).json(PIGEON)
    const fine = await tryIt()
    fine.assertStatus(200)
    fine.assertBodyContains({ data: { message: 'Pigeon post answers as KARKHN.' } })
    const values = { sender: 'BROKEN' }
    await changeSettings(await workshop.scope(), 'vehicles', 'organisation', { values })
    const broken = await tryIt()
    broken.assertStatus(422)
    assert.match(broken.text(), /the pigeon ••• \(•••\) is asleep/, 'keys are masked')
  })

  test('go with their module, and come back as they were chosen', async ({ client, assert }) => {
    const [mine, other] = [await ready(), await ready()]
    for (const workshop of [mine, other]) {
      await client
        .put(`${API}/kernel.sms`)
        .bearerToken(await workshop.token())
        .json(PIGEON)
    }
    for (const state of ['paused', 'archived'] as const) {
      await putModule(mine, 'vehicles', state)
      assert.isNull(await smsOf(mine))
      const page = await client.get('/settings/services').loginAs(await mine.user())
      const [sms] = pageProps<{ services: ServiceView[] }>(page).services
      assert.deepEqual([sms.drivers.length, sms.lost], [0, 'Pigeon post'])
    }
    assert.isNotNull(await smsOf(other))
    await putModule(mine, 'vehicles', 'enabled')
    assert.isNotNull(await smsOf(mine))
  })

  test('are noted in the audit trail', async ({ client, assert }) => {
    const workshop = await ready()
    const token = await workshop.token()
    await client.put(`${API}/kernel.sms`).bearerToken(token).json(PIGEON)
    const trail = await client
      .get('/api/v1/settings/audit')
      .qs({ record: 'organisation_drivers' })
      .bearerToken(token)
    assert.match(trail.text(), /vehicles\.pigeon/)
  })

  test('have a stand-in for tests that asserts in the words of messages', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const sms = fakeDriver('kernel.sms', new FakeSms())
    assert.strictEqual(await smsOf(workshop), sms)
    const inside = await systemScope(workshop.organisationId, 'test')
    assert.strictEqual(await driverFor(inside, 'kernel.sms'), sms)
    sms.assertNothingSent()
    await sms.send(SMS)
    await sms.send(SMS)
    sms.assertSent(SMS.to, 'Hello')
    sms.assertNotSent('+919822099999')
    assert.throws(() => sms.assertNothingSent(), /\+919822012345: Hello/)
    assert.throws(() => sms.assertSent(SMS.to, /Bye/), /should have been sent/)
    assert.throws(() => sms.assertNotSent(SMS.to), /No text message/)
    restoreDrivers()
    assert.isNull(await smsOf(workshop))
  })
})
