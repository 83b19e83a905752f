import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { exportModules } from '../../../app/data/export/export_modules.ts'
import { verifyExport } from '../../../app/data/export/verify_export.ts'
import type { ExportManifest } from '../../../app/data/export/manifest.ts'
import { switchModule } from '../../../app/modules/switching.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { countFiles, folderOf, registry } from './support/exports.ts'
import { makeGarage } from './support/garage.ts'
import { rowsOf, unzip } from './support/unzip.ts'
import { storageFolder } from '../../../app/storage_folder.ts'

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
    assert.isFalse(existsSync(folder) && (await countFiles(folder)) > 0)
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
    assert.equal(await countFiles(folder), 0)
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
