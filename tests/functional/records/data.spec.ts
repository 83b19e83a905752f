import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { rm } from 'node:fs/promises'
import { exportFolder, exportModules } from '../../../app/data/export/export_modules.ts'
import { runRetention } from '../../../app/data/erasure/retention.ts'
import { makeGarage } from '../data/support/garage.ts'
import { unzip } from '../data/support/unzip.ts'
import { asker, attach } from './support.ts'
import { storageFolder } from '../../../app/storage_folder.ts'

const registry = () => app.container.make(ModuleRegistry)

const kept = (scope: Scope) =>
  scope.read(async (unit) => {
    const rows = await unit.rows<{ line: string }>(
      `select to_jsonb(t)::text as line from comments t union all
       select to_jsonb(t)::text from attachments t union all
       select a.changes::text from audit_log a where a.table_name in ('comments', 'attachments')`
    )
    return rows.map(({ line }) => line).join('\n')
  })

test.group('What is kept at records', (group) => {
  group.each.teardown(() => rm(storageFolder(app, 'exports'), { recursive: true, force: true }))

  test('goes with the person whom the record is about, and stands in the export before', async ({
    client,
    assert,
  }) => {
    const { workshop, program, marker, contactId, ticketId } = await makeGarage(client)
    const ask = asker(client, workshop)
    const content = Buffer.from(`Says ${marker}`)
    const ticket = `/records/tickets_tickets/${ticketId}`
    for (const base of [ticket, `/records/contacts_contacts/${contactId}`]) {
      await ask('manager', 'POST', `${base}/comments`, { body: `About ${marker}` })
      await (await attach(workshop, base, { name: `${marker}.txt`, content })).finish()
    }
    const scope = await workshop.scope()
    const { path } = await exportModules(scope, 'all', exportFolder(workshop.organisationId))
    const files = await unzip(path)
    const texts = [...files].filter(([name]) => name.startsWith('kernel/files/attachments/'))
    assert.deepEqual(
      texts.map(([, text]) => text),
      [`Says ${marker}`, `Says ${marker}`]
    )
    assert.include(files.get('kernel/comments.ndjson'), marker)

    await program.act(`/tickets/${ticketId}/transitions`, {
      transition: 'cancel',
      reason: 'Mistake',
    })
    assert.include(await kept(scope), marker)
    await program.act(`/settings/data/people/contacts.contact/${contactId}/erase`, {
      confirmation: `ERASE Raj ${marker}`,
    })
    assert.notInclude(await kept(scope), marker)
    const file = (await ask('owner', 'GET', `${ticket}/files`)).body().data[0]
    ;(await ask('owner', 'GET', file.href)).assertStatus(404)
  })

  test('is deleted for good thirty days after somebody took it away, and not before', async ({
    client,
    assert,
  }) => {
    const { workshop, ticketId } = await makeGarage(client)
    const ask = asker(client, workshop)
    const base = `/records/tickets_tickets/${ticketId}/comments`
    const gone = (await ask('manager', 'POST', base, { body: 'Old' })).body().data
    const recent = (await ask('manager', 'POST', base, { body: 'New' })).body().data
    await ask('manager', 'POST', base, { body: 'Stays' })
    for (const { id } of [gone, recent]) {
      ;(await ask('manager', 'DELETE', `${base}/${id}`)).assertStatus(200)
    }
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(`update comments set deleted_at = deleted_at - interval '31 days' where id = ?`, [
        gone.id,
      ])
    )
    await runRetention(scope, await registry())
    const left = await scope.read((unit) =>
      unit.rows<{ body: string }>('select body from comments order by body')
    )
    assert.deepEqual(
      left.map(({ body }) => body),
      ['New', 'Stays']
    )
  })
})
