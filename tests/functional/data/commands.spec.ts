import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { askAce, runAce } from '../../helpers/ace.ts'
import { makeGarage } from './support/garage.ts'
import { unzip } from './support/unzip.ts'
import { storageFolder } from '../../../app/storage_folder.ts'

test.group('The commands of data', (group) => {
  group.each.teardown(() => rm(storageFolder(app, 'exports'), { recursive: true, force: true }))

  test('export one module, verify the file, and name what cannot be exported', async ({
    assert,
    client,
  }) => {
    const { workshop, marker } = await makeGarage(client)
    const org = `--org=${workshop.organisationId}`
    const planned = await runAce<{ modules: { id: string }[] }>('data:export', [org, '--dry-run'])
    assert.include(
      planned.json.modules.map(({ id }) => id),
      'tickets'
    )
    const done = await runAce<{ file: string; sha256: string; state: string }>('data:export', [
      org,
      '--modules=tickets',
    ])
    assert.equal(done.exitCode, 0)
    assert.equal(done.json.state, 'done')
    const files = await unzip(done.json.file)
    assert.include(files.get('tickets/tickets_tickets.ndjson')!, marker)

    const whole = await runAce<{ ok: boolean; sha256: string }>('data:verify', [done.json.file])
    assert.deepInclude(whole.json, { ok: true, sha256: done.json.sha256 })
    const refused = await askAce('data:export', [org, '--modules=nothing'])
    assert.equal(refused.exitCode, 1)
    assert.match(refused.text, /--modules: There is no data of nothing/)
  })

  test('find a person, write what is held, plan and erase', async ({ assert, client, cleanup }) => {
    const { workshop, marker, contactId, ticketId, program } = await makeGarage(client)
    const org = `--org=${workshop.organisationId}`
    const found = await runAce<{ people: { id: string }[] }>('data:person', [
      org,
      `--find=${marker}`,
    ])
    assert.deepEqual(
      found.json.people.map(({ id }) => id),
      [contactId]
    )
    const out = join(tmpdir(), `person-${randomUUID()}.zip`)
    cleanup(() => rm(out, { force: true }))
    await runAce('data:person', [org, `--id=${contactId}`, `--out=${out}`])
    assert.include((await unzip(out)).get('person.html')!, marker)

    const open = await runAce<{ confirmation: string; blockers: object[] }>('data:erase', [
      org,
      `--id=${contactId}`,
      '--dry-run',
    ])
    assert.equal(open.exitCode, 1, 'a ticket is open')
    assert.lengthOf(open.json.blockers, 1)
    await program.act(`/tickets/${ticketId}/transitions`, {
      transition: 'cancel',
      reason: 'Came by mistake',
    })
    const erased = await runAce<{ auditEntries: number }>('data:erase', [
      org,
      `--id=${contactId}`,
      `--confirmation=${open.json.confirmation}`,
    ])
    assert.equal(erased.exitCode, 0)
    assert.isAbove(erased.json.auditEntries, 0)
    const gone = await runAce<{ people: object[] }>('data:person', [org, `--find=${marker}`])
    assert.deepEqual(gone.json.people, [])
    const retained = await runAce<{ organisations: { tables: object[] }[] }>('data:retain', [
      org,
      '--dry-run',
    ])
    assert.deepEqual(retained.json.organisations[0].tables, [])
  })
})
