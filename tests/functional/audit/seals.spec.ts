import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { keepAudit } from '../../../app/audit/keeper.ts'
import { sealOrganisation } from '../../../app/audit/seal.ts'
import { verifyAudit } from '../../../app/audit/verify.ts'
import { forgetKeys } from '../../../app/secrets/data_keys.ts'
import { withClient } from '../../../bin/postgres/connection.ts'
import { asOwner } from './support/owner.ts'
import { sealedWorkshop, write } from './support/trail.ts'

const APP_URL = process.env.DATABASE_APP_URL!

test.group('Sealing the audit trail', () => {
  test('takes every row, chains the seals, and finds nothing wrong', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    const { rows } = await asOwner(id, (ask) => ask('select count(*)::int as rows from audit_log'))
    const report = await verifyAudit(id)
    assert.deepInclude(report, { seals: 3, unsealed: 0, problems: [], rows: rows[0].rows })
    assert.isAbove(report.rows, 12)
    assert.equal(report.head?.sequence, 3)
    assert.match(report.head!.hash, /^[0-9a-f]{64}$/)
  })

  test('leaves nothing behind when there is nothing to seal', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    assert.deepInclude(await sealOrganisation(id), { seals: 0, rows: 0, head: null })
    assert.equal((await verifyAudit(id)).seals, 3)
  })

  test('leaves rows of an unfinished transaction to the next seal', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const id = workshop.organisationId
    const scope = await workshop.scope()
    await scope.work(async (unit) => {
      await unit.rows('update branches set name = ?', ['under way'])
      await writeBeside(id)
      await sealOrganisation(id)
    })
    assert.equal((await verifyAudit(id)).unsealed, 1)
    await sealOrganisation(id)
    assert.deepInclude(await verifyAudit(id), { unsealed: 0, problems: [] })
  })

  test('by several nodes at once makes one chain', async ({ assert }) => {
    const workshop = await makeWorkshop()
    await write(workshop, 6)
    const sealed = await Promise.all(
      Array.from({ length: 5 }, () => sealOrganisation(workshop.organisationId))
    )
    assert.equal(
      sealed.reduce((sum, { seals }) => sum + seals, 0),
      1
    )
    assert.deepInclude(await verifyAudit(workshop.organisationId), { seals: 1, problems: [] })
  })

  test('is done for every organisation by the keeper of the worker', async ({ assert }) => {
    const [one, two] = [await makeWorkshop(), await makeWorkshop()]
    await keepAudit(logger)
    for (const { organisationId } of [one, two]) {
      assert.deepInclude(await verifyAudit(organisationId), { seals: 1, unsealed: 0 })
    }
    // Every organisation that the tests before left behind is sealed, too.
  }).timeout(180_000)

  test('cannot be committed without a signature, nor signed later', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const id = workshop.organisationId
    await assert.rejects(
      () => withClient(APP_URL, (client) => client.query('select kernel_seal_audit($1)', [id])),
      /seal 1 is not signed/
    )
    assert.deepInclude(await verifyAudit(id), { seals: 0, problems: [] })
    await sealOrganisation(id)
    await assert.rejects(
      () => db.rawQuery("select kernel_sign_audit_seal(?, 1, 'mine', 'mine'::bytea)", [id]),
      /was not made by this transaction/
    )
  })
})

test.group('After a change of APP_KEY', () => {
  test('seals are verified while the former key is named', async ({ assert, cleanup }) => {
    const { id } = await sealedWorkshop()
    const { APP_KEY: former, APP_KEY_PREVIOUS: before } = process.env
    const become = (key: string, previous: string) => {
      Object.assign(process.env, { APP_KEY: key, APP_KEY_PREVIOUS: previous })
      forgetKeys()
    }
    cleanup(() => become(former!, before ?? ''))

    become('another key of this deployment, long enough', '')
    assert.deepEqual(
      (await verifyAudit(id)).problems.map(({ kind }) => kind),
      ['signature_unknown', 'signature_unknown', 'signature_unknown']
    )
    become('another key of this deployment, long enough', former!)
    assert.deepEqual((await verifyAudit(id)).problems, [])
  })
})

test.group('The owner of the database', () => {
  test('is refused to change the trail as long as the guards stand', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    await writeBeside(id)
    for (const sql of [
      "update audit_log set actor_id = 'nobody'",
      "update audit_log set actor_id = 'nobody' where seal is null",
      'update audit_log set seal = null, digest = null',
      'delete from audit_log',
      'truncate audit_log',
      "update audit_seals set signature = 'mine'",
      'delete from audit_seals',
      'truncate audit_seals',
    ]) {
      await assert.rejects(
        () => asOwner(id, (ask) => ask(sql)),
        /the audit trail only grows|never changes|is append-only/
      )
    }
    assert.deepEqual((await verifyAudit(id)).problems, [])
  })
})

/** One more row, by a transaction beside the open ones. */
async function writeBeside(organisationId: string) {
  await asOwner(organisationId, (ask) => ask("update number_series set pattern = pattern || ''"))
  await asOwner(organisationId, (ask) =>
    ask("update organisations set phone = '+919822000000' where id = $1", [organisationId])
  )
}
