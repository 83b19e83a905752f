import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { exportFolder, exportModules } from '../../../app/data/export/export_modules.ts'
import { fileStore } from '../../../app/files/stores.ts'
import { sweepFiles } from '../../../app/files/sweep.ts'
import { exportNow, removeExpired } from '../../../app/data/export/exports.ts'
import { verifyExport } from '../../../app/data/export/verify_export.ts'
import {
  changedSinceExport,
  exportStillMatches,
  latestVerifiedExport,
} from '../../../app/data/export/verified_exports.ts'
import type { ExportManifest } from '../../../app/data/export/manifest.ts'
import { switchModule } from '../../../app/modules/switching.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { deliverAccountMails, mailTo } from '../../helpers/mail.ts'
import { makeGarage } from './support/garage.ts'
import { rowsOf, unzip } from './support/unzip.ts'
import { storageFolder } from '../../../app/storage_folder.ts'

const registry = () => app.container.make(ModuleRegistry)
const folderOf = ({ organisationId }: Workshop) => exportFolder(organisationId)

test.group('An export of everything', (group) => {
  group.each.teardown(() => rm(storageFolder(app, 'exports'), { recursive: true, force: true }))

  test('holds every table with every row of the organisation, for programs and for people', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const scope = await workshop.scope()
    const written = await exportModules(scope, 'all', folderOf(workshop))
    const files = await unzip(written.path)
    const manifest = JSON.parse(files.get('manifest.json')!) as ExportManifest

    const counted = await scope.read(async (unit) => {
      const counts: Record<string, number> = {}
      for (const table of [
        'tickets_tickets',
        'invoicing_lines',
        'accounting_entries',
        'branches',
      ]) {
        const [{ rows }] = await unit.rows<{ rows: number }>(
          `select count(*)::int as rows from ${table} where organisation_id = ?`,
          [scope.organisationId]
        )
        counts[table] = rows
      }
      return counts
    })
    for (const [table, rows] of Object.entries(counted)) {
      const module = table.includes('_') ? table.split('_')[0] : 'kernel'
      assert.isAbove(rows, 0, table)
      assert.lengthOf(rowsOf(files, `${module}/${table}.ndjson`), rows, table)
      assert.equal(written.rows[module][table], rows, table)
      assert.equal(
        files.get(`${module}/${table}.csv`)!.split('\r\n').length >= rows + 2,
        true,
        `${table}: heading and a line per row`
      )
    }
    const [ticket] = rowsOf(files, 'tickets/tickets_tickets.ndjson')
    assert.includeMembers(Object.keys(ticket), ['complaint', 'status', 'custom', 'created_at'])
    assert.match(files.get('README.txt')!, /whole paise/)
    assert.deepInclude(manifest.organisation, { id: scope.organisationId })
    assert.includeMembers(
      manifest.modules.map(({ id }) => id),
      ['kernel', 'tickets', 'accounting']
    )
    assert.isNotEmpty(manifest.modules.find(({ id }) => id === 'tickets')!.migrations)
    for (const { path, sha256 } of manifest.files) {
      assert.equal(createHash('sha256').update(files.get(path)!).digest('hex'), sha256, path)
    }
  })

  test('holds nothing of another organisation, in any byte', async ({ assert, client }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    const written = await exportModules(await own.workshop.scope(), 'all', folderOf(own.workshop))
    const files = await unzip(written.path)
    const everything = [...files.values()].join('\n')
    assert.include(everything, own.marker)
    for (const trace of [
      other.marker,
      other.workshop.organisationId,
      other.contactId,
      other.vehicleId,
      other.ticketId,
      (await other.workshop.user()).email,
      (await other.workshop.member()).membership.id,
    ]) {
      assert.notInclude(everything, trace)
    }
  })

  test('holds no secret in clear and no hash of one', async ({ assert }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const token = await workshop.token()
    const scope = await workshop.scope()
    const secrets = await scope.read(async (unit) => [
      ...(await unit.rows<{ value: string }>('select secret_hash as value from invitations')),
      ...(await unit.rows<{ value: string }>(
        `select t.hash as value from api_tokens t join memberships m on m.id = t.tokenable_id
          where m.organisation_id = ?`,
        [scope.organisationId]
      )),
      ...(await unit.rows<{ value: string }>(
        `select u.password as value from users u join memberships m on m.user_id = u.id
          where m.organisation_id = ?`,
        [scope.organisationId]
      )),
    ])
    assert.isAtLeast(secrets.length, 3)
    const written = await exportModules(scope, 'all', folderOf(workshop))
    const everything = [...(await unzip(written.path)).values()].join('\n')
    for (const { value } of secrets) assert.notInclude(everything, value)
    assert.notInclude(everything, token)
  })

  test('is the same file when nothing has changed, table by table', async ({ assert }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const scope = await workshop.scope()
    const one = await exportModules(scope, ['tickets', 'contacts'], folderOf(workshop))
    const two = await exportModules(scope, ['contacts', 'tickets'], folderOf(workshop))
    assert.deepEqual(one.digests, two.digests)
    assert.deepEqual(one.rows, two.rows)
    assert.deepEqual([...(await unzip(one.path)).keys()], [...(await unzip(two.path)).keys()])
  })

  test('leaves out what was never used, and takes archived and paused modules along', async ({
    assert,
    client,
  }) => {
    const garage = await makeGarage(client)
    const scope = await garage.workshop.scope()
    await switchModule(scope, await registry(), 'invoicing', 'paused')
    await switchModule(await garage.workshop.scope(), await registry(), 'jobcards', 'paused')
    await switchModule(await garage.workshop.scope(), await registry(), 'tickets', 'archived')
    const now = await garage.workshop.scope()
    assert.isFalse(now.active('tickets'))
    const written = await exportModules(now, 'all', folderOf(garage.workshop))
    assert.includeMembers(written.modules, ['tickets', 'jobcards'])
    const files = await unzip(written.path)
    assert.include(files.get('tickets/tickets_tickets.ndjson')!, garage.marker)
  })

  test('is refused to members of some branches, and to those without the permission', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const branch = await workshop.branch('SB')
    const limited = await workshop.memberWith({ role: 'admin', branchIds: [branch.id] })
    const folder = folderOf(workshop)
    await assert.rejects(
      async () => exportModules(await limited.scope(), 'all', folder),
      'An export concerns every branch.'
    )
    await assert.rejects(
      async () => exportModules(await workshop.scope('manager'), 'all', folder),
      'Your role does not allow this.'
    )
    await assert.rejects(
      async () => exportModules(await workshop.scope(), ['nothing'], folder),
      'There is no data of nothing.'
    )
    assert.isFalse(existsSync(folder) && (await readdirLength(folder)) > 0)
  })

  test('takes along what a module keeps outside of its tables, and no name that leads elsewhere', async ({
    assert,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const { lifecycle } = (await registry()).get('catalog')!.manifest
    cleanup(() => void (lifecycle.exportData = null))
    const bring = (files: Record<string, string>) => {
      lifecycle.exportData = async () => ({
        default: async (scope) =>
          scope.read(async () => ({ ...files, 'of.txt': scope.organisationId })),
      })
    }
    bring({ 'photos/one.txt': 'a picture' })
    const written = await exportModules(await workshop.scope(), ['catalog'], folderOf(workshop))
    const files = await unzip(written.path)
    assert.equal(files.get('catalog/files/photos/one.txt'), 'a picture')
    assert.equal(files.get('catalog/files/of.txt'), workshop.organisationId)
    assert.isTrue((await verifyExport(written.path, written)).ok)

    bring({ '../../etc/passwd': 'no' })
    await assert.rejects(
      async () => exportModules(await workshop.scope(), ['catalog'], folderOf(workshop)),
      /names a file "..\/..\/etc\/passwd"/
    )
  })

  test('leaves no file behind when it fails', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const folder = folderOf(workshop)
    await assert.rejects(async () =>
      exportModules(await workshop.scope(), 'all', folder, {
        onProgress: async (done) => {
          if (done === 3) throw new Error('the disk is full')
        },
      })
    )
    assert.equal(await readdirLength(folder), 0)
  })
})

test.group('Verifying an export', (group) => {
  group.each.teardown(() => rm(storageFolder(app, 'exports'), { recursive: true, force: true }))

  test('finds it whole, against the manifest and against what the database counted', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const written = await exportModules(await workshop.scope(), 'all', folderOf(workshop))
    const found = await verifyExport(written.path, written)
    assert.deepEqual(found.problems, [])
    assert.equal(found.sha256, written.sha256)
    assert.equal(found.bytes, written.bytes)
  })

  test('finds a changed byte, a cut end, and rows that the database did not hold', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const written = await exportModules(await workshop.scope(), ['tickets'], folderOf(workshop))
    const bytes = await readFile(written.path)
    const copy = join(folderOf(workshop), 'copy.zip')

    const flipped = Buffer.from(bytes)
    flipped[400] ^= 1
    await writeFile(copy, flipped)
    assert.isFalse((await verifyExport(copy)).ok)

    await writeFile(copy, bytes.subarray(0, bytes.length - 40))
    assert.isFalse((await verifyExport(copy)).ok)

    const tickets = written.digests.tickets.tickets_tickets
    const doubted = {
      rows: written.rows,
      digests: {
        tickets: {
          ...written.digests.tickets,
          tickets_tickets: { ...tickets, digest: '0'.repeat(64) },
        },
      },
    }
    const { ok, problems } = await verifyExport(written.path, doubted)
    assert.isFalse(ok)
    assert.match(problems.join(), /tickets_tickets is not what the database held/)
  })
})

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
    assert.equal(await readdirLength(folderOf(workshop)), 0, 'the store has it')
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

async function readdirLength(folder: string): Promise<number> {
  const { readdir } = await import('node:fs/promises')
  return (await readdir(folder).catch(() => [])).length
}
