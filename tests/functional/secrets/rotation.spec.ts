import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { randomBytes } from 'node:crypto'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { forgetKeys } from '../../../app/secrets/data_keys.ts'
import { rewrapKeys, rotateKey } from '../../../app/secrets/rotation.ts'
import {
  openForDeployment,
  readSecret,
  sealForDeployment,
  storeSecret,
} from '../../../app/secrets/vault.ts'

const nameOf = (n: number) => `invoicing.key_${n}`
const valueOf = (n: number) => `value-${n}-of-the-workshop`

async function workshopWith(secrets: number) {
  const workshop = await makeWorkshop()
  const scope = await workshop.scope()
  for (let n = 0; n < secrets; n++) await storeSecret(scope, nameOf(n), valueOf(n))
  return workshop
}

async function versionsIn(workshop: Workshop) {
  const rows = await (
    await workshop.scope()
  ).read((unit) =>
    unit.rows<{ key_version: number }>(
      'select distinct key_version from organisation_secrets order by 1'
    )
  )
  return rows.map((row) => row.key_version)
}

async function keysOf(workshop: Workshop) {
  const rows = await db
    .from('kernel_keys')
    .where('organisation_id', workshop.organisationId)
    .orderBy('version')
  return rows.map(({ version, retired_at: retired }) => [version, retired !== null])
}

test.group('Rotating the key of an organisation', () => {
  test('seals every value anew while people read and write, and no read fails', async ({
    assert,
  }) => {
    const workshop = await workshopWith(250)
    const scope = await workshop.scope()
    let [rotating, reads, wrong] = [true, 0, 0]
    const reader = async (offset: number) => {
      for (let n = offset; rotating; n = (n + 7) % 250) {
        if (n % 5 === 0) forgetKeys()
        if ((await readSecret(scope, nameOf(n))) !== valueOf(n)) wrong++
        reads++
      }
    }
    const writer = async () => {
      for (let n = 0; rotating; n = (n + 1) % 250) await storeSecret(scope, nameOf(n), valueOf(n))
    }
    const others = [reader(0), reader(80), reader(160), writer()]
    const rotation = await rotateKey(workshop.organisationId)
    rotating = false
    await Promise.all(others)
    assert.equal(wrong, 0)
    assert.isAbove(reads, 50)
    assert.include(rotation, { version: 2, resumed: false })
    assert.deepEqual(rotation.retired, [1])
    assert.deepEqual(await versionsIn(workshop), [2])
    assert.deepEqual(await keysOf(workshop), [
      [1, true],
      [2, false],
    ])
  })

  test('goes on where it was interrupted', async ({ assert }) => {
    const workshop = await workshopWith(150)
    await assert.rejects(
      () =>
        rotateKey(workshop.organisationId, () => {
          throw new Error('the process was killed')
        }),
      'the process was killed'
    )
    assert.deepEqual(await versionsIn(workshop), [1, 2])
    assert.deepEqual(await keysOf(workshop), [
      [1, false],
      [2, false],
    ])
    const scope = await workshop.scope()
    for (const n of [0, 99, 149]) assert.equal(await readSecret(scope, nameOf(n)), valueOf(n))

    const rotation = await rotateKey(workshop.organisationId)
    assert.deepInclude(rotation, { version: 2, resumed: true, resealed: 50, retired: [1] })
    assert.deepEqual(await versionsIn(workshop), [2])
    assert.deepInclude(await rotateKey(workshop.organisationId), { version: 3, resumed: false })
  })

  test('leaves the other organisations and who stored what alone', async ({ assert }) => {
    const [workshop, other] = [await workshopWith(2), await workshopWith(2)]
    const told = async () =>
      (await workshop.scope()).read((unit) =>
        unit.rows('select key, hint, updated_by, stored_at from organisation_secrets order by key')
      )
    const before = await told()
    await rotateKey(workshop.organisationId)
    assert.deepEqual(await told(), before)
    assert.deepEqual(await versionsIn(other), [1])
    assert.deepEqual(await keysOf(other), [[1, false]])
    const event = await db
      .from('security_events')
      .where({ organisation_id: workshop.organisationId, kind: 'key.rotated' })
      .first()
    assert.deepEqual(event.details, { version: 2, resealed: 2 })
  })

  test('names a value that was tampered with, seals the others, and keeps the key it needs', async ({
    assert,
  }) => {
    const workshop = await workshopWith(3)
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(
        `update organisation_secrets set sealed = (select sealed from organisation_secrets where key = ?)
          where key = ?`,
        [nameOf(0), nameOf(1)]
      )
    )
    const rotation = await rotateKey(workshop.organisationId)
    assert.deepInclude(rotation, { resealed: 2, broken: [nameOf(1)], retired: [] })
    await storeSecret(scope, nameOf(1), valueOf(1))
    assert.deepInclude(await rotateKey(workshop.organisationId), { resumed: true, retired: [1] })
    for (const n of [0, 1, 2]) assert.equal(await readSecret(scope, nameOf(n)), valueOf(n))
  })
})

test.group('Rotating the key of the deployment', () => {
  test('seals the second factors of people anew', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const sealed = await sealForDeployment('JBSWY3DPEHPK3PXP')
    await db.from('users').where('id', user.id).update({ two_factor_secret: sealed })
    const rotation = await rotateKey(null)
    assert.isAtLeast(rotation.resealed, 1)
    const row = await db.from('users').where('id', user.id).first()
    assert.notEqual(row.two_factor_secret.split('.')[1], sealed.split('.')[1])
    assert.equal(await openForDeployment(row.two_factor_secret), 'JBSWY3DPEHPK3PXP')
    assert.equal(await openForDeployment(sealed), 'JBSWY3DPEHPK3PXP', 'also what is on its way')
  })
})

test.group('Another APP_KEY', (group) => {
  group.each.setup(() => {
    const { APP_KEY, APP_KEY_PREVIOUS } = process.env
    return async () => {
      // Whatever the test left, the keys of this database belong to the first APP_KEY again.
      const used = [process.env.APP_KEY, process.env.APP_KEY_PREVIOUS].filter(Boolean).join(',')
      Object.assign(process.env, { APP_KEY, APP_KEY_PREVIOUS: used })
      await rewrapKeys()
      process.env.APP_KEY_PREVIOUS = APP_KEY_PREVIOUS ?? ''
      forgetKeys()
    }
  })

  test('reads what was sealed under the former one, and needs it no more once keys are wrapped again', async ({
    assert,
  }) => {
    const workshop = await workshopWith(1)
    const scope = await workshop.scope()
    const former = process.env.APP_KEY!
    const present = randomBytes(32).toString('base64url')
    Object.assign(process.env, { APP_KEY: present, APP_KEY_PREVIOUS: '' })
    forgetKeys()
    await assert.rejects(
      () => readSecret(scope, nameOf(0)),
      /^The data key .* was wrapped under another APP_KEY\.$/
    )
    process.env.APP_KEY_PREVIOUS = `${randomBytes(32).toString('base64url')}, ${former}`
    assert.equal(await readSecret(scope, nameOf(0)), valueOf(0))
    await storeSecret(scope, nameOf(1), valueOf(1))

    assert.isAtLeast(await rewrapKeys(), 1)
    assert.equal(await rewrapKeys(), 0)
    process.env.APP_KEY_PREVIOUS = ''
    forgetKeys()
    assert.equal(await readSecret(scope, nameOf(0)), valueOf(0))
    assert.equal(await readSecret(scope, nameOf(1)), valueOf(1))
  })
})
