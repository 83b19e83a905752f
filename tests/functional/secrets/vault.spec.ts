import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { forgetKeys } from '../../../app/secrets/data_keys.ts'
import {
  openForDeployment,
  readSecret,
  removeSecret,
  sealForDeployment,
  storeSecret,
} from '../../../app/secrets/vault.ts'

const KEY = 'invoicing.razorpay_key_secret'
const VALUE = 'rzp-secret-4Zq9Tt81Kx'

test.group('The vault', () => {
  test('gives back what was sealed for the deployment, and seals the same text differently each time', async ({
    assert,
  }) => {
    const [first, second] = [
      await sealForDeployment('JBSWY3DP'),
      await sealForDeployment('JBSWY3DP'),
    ]
    assert.notEqual(first, second)
    assert.notInclude(first, 'JBSWY3DP')
    assert.equal(await openForDeployment(first), 'JBSWY3DP')
    forgetKeys()
    assert.equal(await openForDeployment(second), 'JBSWY3DP')
  })

  test('refuses a sealed value of which one character was changed', async ({ assert }) => {
    const sealed = await sealForDeployment('JBSWY3DPEHPK3PXP')
    const at = sealed.length - 8
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    await assert.rejects(() => openForDeployment(changed), 'A stored secret cannot be opened.')
  })

  test('keeps a secret per organisation, in the database only sealed', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    await storeSecret(scope, KEY, VALUE)
    assert.equal(await readSecret(scope, KEY), VALUE)
    assert.isNull(await readSecret(await other.scope(), KEY))
    const [row] = await scope.read((unit) =>
      unit.rows<{ sealed: string; hint: string }>('select * from organisation_secrets')
    )
    assert.notInclude(row.sealed, VALUE)
    assert.equal(row.hint, '81Kx'.slice(-4))
    assert.isTrue(await removeSecret(scope, KEY))
    assert.isNull(await readSecret(scope, KEY))
    assert.isFalse(await removeSecret(scope, KEY))
  })

  test('opens no ciphertext that was moved to another key or another organisation', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [scope, thief] = [await mine.scope(), await other.scope()]
    await storeSecret(scope, KEY, VALUE)
    await storeSecret(scope, 'invoicing.razorpay_key_id', 'rzp_live_other')
    await storeSecret(thief, KEY, 'something of their own')
    const [{ sealed }] = await scope.read((unit) =>
      unit.rows<{ sealed: string }>('select sealed from organisation_secrets where key = ?', [KEY])
    )
    const plant = 'update organisation_secrets set sealed = ? where key = ?'
    await scope.work((unit) => unit.rows(plant, [sealed, 'invoicing.razorpay_key_id']))
    await thief.work((unit) => unit.rows(plant, [sealed, KEY]))
    const broken = 'A stored secret cannot be opened.'
    await assert.rejects(() => readSecret(scope, 'invoicing.razorpay_key_id'), broken)
    await assert.rejects(() => readSecret(thief, KEY), broken)
    forgetKeys()
    await assert.rejects(() => readSecret(thief, KEY), broken)
  })

  test('refuses to store for a role that may not', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope('manager')
    await assert.rejects(() => storeSecret(scope, KEY, VALUE), 'Your role does not allow this.')
    await assert.rejects(() => removeSecret(scope, KEY), 'Your role does not allow this.')
  })

  test('makes one first key when two people store at once', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => storeSecret(scope, `invoicing.${name}`, VALUE))
    )
    const keys = await db.from('kernel_keys').where('organisation_id', workshop.organisationId)
    assert.lengthOf(keys, 1)
    for (const name of ['a', 'b', 'c', 'd']) {
      assert.equal(await readSecret(scope, `invoicing.${name}`), VALUE)
    }
  })
})
