import { rm } from 'node:fs/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { fileStore } from '../../../app/files/stores.ts'
import { sweepFiles } from '../../../app/files/sweep.ts'
import { exportNow, removeExpired } from '../../../app/data/export/exports.ts'
import {
  changedSinceExport,
  exportStillMatches,
  latestVerifiedExport,
} from '../../../app/data/export/verified_exports.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { deliverAccountMails, mailTo } from '../../helpers/mail.ts'
import { countFiles, folderOf, registry } from './support/exports.ts'
import { makeGarage } from './support/garage.ts'
import { storageFolder } from '../../../app/storage_folder.ts'

test.group('Exports that are kept', (group) => {
  group.each.teardown(() => rm(storageFolder(app, 'exports'), { recursive: true, force: true }))

  test('a verified one matches until a row changes, and only for its own organisation', async ({
    assert,
    client,
  }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    const scope = await own.workshop.scope()
    const id = await exportNow(scope, await registry(), 'all')
    const tables = Object.keys((await registry()).get('tickets')!.manifest.tables)
    const matches = () => scope.read((unit) => exportStillMatches(unit, id, 'tickets', tables))

    assert.isTrue(await matches())
    assert.containsSubset(await scope.read((unit) => latestVerifiedExport(unit, 'tickets')), {
      id,
      kept: true,
      downloads: 0,
    })
    const foreign = await other.workshop.scope()
    assert.isNull(await foreign.read((unit) => latestVerifiedExport(unit, 'tickets')))
    assert.isFalse(await foreign.read((unit) => exportStillMatches(unit, id, 'tickets', tables)))

    await other.program.act(`/tickets/${other.ticketId}/transitions`, {
      transition: 'cancel',
      reason: 'Came by mistake',
    })
    assert.isTrue(await matches(), 'what others do changes nothing')
    await own.program.act(`/tickets/${own.ticketId}/transitions`, {
      transition: 'cancel',
      reason: 'Came by mistake',
    })
    assert.isFalse(await matches())
    assert.sameMembers(
      await scope.read((unit) => changedSinceExport(unit, id, 'tickets', tables)),
      ['tickets_tickets', 'tickets_history']
    )
    assert.isFalse(
      await scope.read((unit) => exportStillMatches(unit, id, 'contacts', ['contacts_new'])),
      'a table that came later is in no export'
    )
  })

  test('one is asked for on the page, written by a job, downloaded, noted and mailed to the owners', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const owner = await workshop.user()
    const admin = await workshop.memberWith({ role: 'admin', name: 'Meera Admin' })
    const asked = await client
      .post('/settings/data/exports')
      .loginAs(admin.user)
      .withCsrfToken()
      .redirects(0)
      .json({ modules: ['tickets', 'contacts'] })
    asked.assertStatus(303)
    const again = await client
      .post('/api/v1/settings/data/exports')
      .bearerToken(await workshop.token())
      .json({ modules: 'all' })
    again.assertStatus(422)
    assert.equal(again.body().code, 'E_EXPORT_UNDERWAY')

    await deliverAccountMails()
    const list = await client.get('/api/v1/settings/data').bearerToken(await workshop.token())
    const [made] = list.body().data
    assert.containsSubset(made, {
      state: 'done',
      kept: true,
      progress: 100,
      modules: ['contacts', 'tickets'],
      requestedBy: 'Meera Admin',
      downloads: 0,
    })
    const exported = await mailTo(owner.email, /Meera Admin exported data/)
    assert.include(exported.text, made.sha256)

    const response = await client
      .get(`/settings/data/exports/${made.id}/download`)
      .loginAs(admin.user)
    response.assertStatus(200)
    assert.equal(response.header('content-type'), 'application/zip')
    assert.match(response.header('content-disposition')!, /karkhana-export-\d{4}-\d\d-\d\d\.zip/)
    await mailTo(owner.email, /Meera Admin downloaded/)
    const events = await client
      .get('/api/v1/settings/audit/events?what=data.downloaded')
      .bearerToken(await workshop.token())
    assert.lengthOf(events.body().data, 1)

    const stranger = await makeWorkshop()
    const refused = await client
      .get(`/settings/data/exports/${made.id}/download`)
      .loginAs(await stranger.user())
    refused.assertStatus(404)
    const manager = await client
      .get(`/settings/data/exports/${made.id}/download`)
      .loginAs(await workshop.user('manager'))
    manager.assertStatus(403)
  })

  test('the file goes after seven days, the record stays', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const id = await exportNow(scope, await registry(), ['tickets'])
    assert.equal(await countFiles(folderOf(workshop)), 0, 'the store has it')
    assert.equal(await storedExports(scope), 1)
    assert.equal(await removeExpired(scope), 0)
    await scope.work((unit) =>
      unit.rows(`update data_exports set expires_at = now() - interval '1 minute' where id = ?`, [
        id,
      ])
    )
    assert.equal(await removeExpired(scope), 1)
    await sweepFiles(scope)
    assert.equal(await storedExports(scope), 0)
    assert.containsSubset(await scope.read((unit) => latestVerifiedExport(unit, 'tickets')), {
      id,
      kept: false,
    })
    const gone = await client
      .get(`/settings/data/exports/${id}/download`)
      .loginAs(await workshop.user())
    gone.assertStatus(422)
  })
})

/** Files of the organisation that the store has. */
async function storedExports({ organisationId }: Scope): Promise<number> {
  return (await Array.fromAsync(fileStore().list(`${organisationId}/`))).length
}
