import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry } from '@karkhana/kernel'
import { defineJob } from '@karkhana/kernel/jobs'
import { runEnvelope } from '@karkhana/kernel/testing'
import { changeModule } from '../../../app/partners/services/entitlements.ts'
import { organisationFacts } from '../../../app/partners/services/organisations.ts'
import { resume, suspend } from '../../../app/partners/services/suspension.ts'
import { mailTo } from '../../helpers/mail.ts'
import { makePartner } from '../../helpers/partner.ts'

const why = { reason: 'The invoice of May is open.', confirmation: 'Volt & Wheel' }

/** A job of the module `jobcards` that counts its runs. */
function makeJob() {
  const seen: string[] = []
  const job = defineJob<{ id: string }>({
    name: 'jobcards.note',
    parse: (payload) => payload as { id: string },
    handle: async (_scope, { id }) => {
      seen.push(id)
    },
  })
  return { job, seen, jobs: new Map([[job.name, job]]) }
}

async function queued(id: string) {
  const { rows } = await db.rawQuery(
    `select id, data from pgboss.job where data -> 'payload' ->> 'id' = ? order by created_on, id`,
    [id]
  )
  return rows
}

test.group('A suspended organisation', () => {
  test('lets nobody in, by page or token, and says why; its neighbour goes on', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const [workshop, neighbour] = [await partner.workshop(), await partner.workshop()]
    const token = await workshop.token()
    const owner = await workshop.user()
    await suspend(await partner.scope(), workshop.organisationId, why)
    const page = await client.get('/').loginAs(owner).header('accept', 'application/json')
    page.assertStatus(403)
    page.assertBodyContains({ code: 'E_ORGANISATION_SUSPENDED' })
    assert.include(page.body().next, why.reason)
    const api = await client.get('/api/v1/settings/modules').bearerToken(token)
    api.assertStatus(403)
    api.assertBodyContains({ code: 'E_ORGANISATION_SUSPENDED' })
    const theirs = await client.get('/').loginAs(await neighbour.user())
    theirs.assertStatus(200)
    const mail = await mailTo(owner.email, /is suspended/)
    assert.include(mail.text, why.reason)

    const facts = await organisationFacts(await partner.scope(), workshop.organisationId)
    assert.equal(facts.health.id, 'suspended')
    assert.include(facts.reasons, `Suspended: ${why.reason}`)

    await resume(await partner.scope(), workshop.organisationId)
    ;(await client.get('/').loginAs(owner)).assertStatus(200)
    ;(await client.get('/api/v1/settings/modules').bearerToken(token)).assertStatus(200)
    await mailTo(owner.email, /open again/)
  })

  test('is closed only after its name was typed, and once', async ({ assert }) => {
    const partner = await makePartner()
    const { organisationId } = await partner.workshop()
    const scope = await partner.scope()
    await assert.rejects(
      () => suspend(scope, organisationId, { ...why, confirmation: 'volt' }),
      'This is not the name of the organisation.'
    )
    await suspend(scope, organisationId, why)
    await assert.rejects(
      () => suspend(scope, organisationId, why),
      'This organisation is suspended already.'
    )
    await resume(scope, organisationId)
    await assert.rejects(() => resume(scope, organisationId), 'This organisation is not suspended.')
  })

  test('has its jobs wait with the reason, and they go on when it is resumed', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const { job, jobs, seen } = makeJob()
    const id = randomUUID()
    await (await workshop.scope()).work((unit) => unit.dispatch(job, { id }))
    const system = await workshop.scope()
    await suspend(await partner.scope(), workshop.organisationId, why)
    const [row] = await queued(id)
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 2 })
    assert.lengthOf(seen, 0)
    const parked = await system.read((unit) =>
      unit.rows<{ reason: string }>(`select reason from jobs where state = 'waiting'`)
    )
    assert.deepEqual(parked, [{ reason: 'The organisation is suspended.' }])

    assert.equal(await resume(await partner.scope(), workshop.organisationId), 1)
    const [again] = await queued(id)
    assert.equal(again.id, row.id)
    await runEnvelope(jobs, again.data, { id: again.id, attempt: 1 })
    assert.deepEqual(seen, [id])
    assert.lengthOf(
      await system.read((unit) => unit.rows(`select id from jobs where state = 'waiting'`)),
      0
    )
  })

  test('a job of a module that went off meanwhile waits for the module', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const { job, jobs } = makeJob()
    const id = randomUUID()
    const system = await workshop.scope()
    await system.work((unit) => unit.dispatch(job, { id }))
    const manager = await partner.scope()
    await suspend(manager, workshop.organisationId, why)
    const [row] = await queued(id)
    await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
    const registry = await app.container.make(ModuleRegistry)
    const off = { to: 'paused' as const, shown: [] }
    await changeModule(manager, registry, workshop.organisationId, 'jobcards', off)
    assert.equal(await resume(manager, workshop.organisationId), 0)
    const parked = await system.read((unit) =>
      unit.rows<{ reason: string }>(`select reason from jobs where state = 'waiting'`)
    )
    assert.deepEqual(parked, [{ reason: 'The module jobcards is switched off.' }])
    const on = { to: 'enabled' as const, shown: [] }
    await changeModule(manager, registry, workshop.organisationId, 'jobcards', on)
    const [back] = await system.read((unit) =>
      unit.rows<{ state: string }>('select state from jobs where id = ?', [row.id])
    )
    assert.deepEqual(back, { state: 'queued' })
  })

  test('a job that meets the end of the suspension runs and is not forgotten', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const { job, jobs, seen } = makeJob()
    const id = randomUUID()
    await (await workshop.scope()).work((unit) => unit.dispatch(job, { id }))
    const system = await workshop.scope()
    const manager = await partner.scope()
    await suspend(manager, workshop.organisationId, why)
    const [row] = await queued(id)
    await Promise.all([
      runEnvelope(jobs, row.data, { id: row.id, attempt: 1 }),
      resume(manager, workshop.organisationId),
    ])
    const [{ state, handings }] = await system.read((unit) =>
      unit.rows<{ state: string; handings: number }>(
        'select state, handings from jobs where id = ?',
        [row.id]
      )
    )
    // Either it ran, or it was put aside and queued once more.
    assert.equal(state, 'queued')
    assert.equal(seen.length + handings, 1)
  })
})
