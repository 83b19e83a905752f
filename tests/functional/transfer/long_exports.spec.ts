import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { readTable } from '../../../app/transfer/files/read_table.ts'
import { WAITED_FOR } from '../../../app/transfer/exports/exports.ts'
import { writeExport } from '../../../app/transfer/exports/write_export.ts'
import type { ExportView } from '../../../app/transfer/exports/stored_export.ts'

async function addContacts(workshop: Workshop, count: number) {
  const scope = await systemScope(workshop.organisationId, 'test')
  await scope.work((unit) =>
    unit.rows(
      `insert into contacts_contacts (organisation_id, id, kind, name, city, notes)
       select ?, gen_random_uuid(), 'customer', 'Customer ' || n, case when n % 2 = 0 then 'Pune' else 'Nashik' end,
              repeat('x', 200) from generate_series(1, ?) n`,
      [workshop.organisationId, count]
    )
  )
}

async function write(workshop: Workshop, id: string) {
  const scope = await systemScope(workshop.organisationId, 'test')
  const registry = await app.container.make(ModuleRegistry)
  const { signal } = new AbortController()
  await writeExport(scope, registry, { runId: id, attempt: null }, { id: randomUUID(), signal })
}

test.group('Long exports', () => {
  test('are written by a job, told about, and given to who asked alone', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await addContacts(mine, 30)
    const token = await mine.token()
    const begin = (body: object) =>
      client.post('/api/v1/transfer/exports').bearerToken(token).json(body)
    const begun = await begin({
      source: 'list',
      name: 'contacts.contacts',
      format: 'xlsx',
      choice: { search: 'Customer 1', columns: ['name', 'city'] },
    })
    begun.assertStatus(201)
    const { id } = begun.body().data as ExportView
    const early = await client.get(`/api/v1/transfer/exports/${id}/file`).bearerToken(token)
    early.assertStatus(422)
    assert.equal(early.body().code, 'E_EXPORT_NOT_READY')
    await write(mine, id)
    await write(mine, id)
    const list = await client.get('/api/v1/transfer/exports').bearerToken(token)
    assert.containsSubset(list.body().data, [{ id, state: 'done', rows: 11 }])
    const file = await fetch(`${process.env.APP_URL}/api/v1/transfer/exports/${id}/file`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const table = await readTable(Buffer.from(await file.arrayBuffer()))
    assert.lengthOf(table.headings, 2)
    assert.lengthOf(table.rows, 11)
    const system = await systemScope(mine.organisationId, 'test')
    const told = await system.read((unit) =>
      unit.rows<{ title: string }>(`select title from notifications where reason = 'finished'`)
    )
    assert.lengthOf(told, 1)
    for (const stranger of [await other.token(), await mine.token('manager')]) {
      for (const [method, path] of [
        ['get', 'file'],
        ['post', 'cancel'],
      ] as const) {
        const answer = await client[method](`/api/v1/transfer/exports/${id}/${path}`).bearerToken(
          stranger
        )
        answer.assertStatus(404)
      }
    }

    // With what they may see when it is written
    const second = await begin({ source: 'exporter', name: 'contacts.contacts', format: 'csv' })
    const { id: later } = second.body().data as ExportView
    const { membership } = await mine.member('owner')
    await system.work((unit) =>
      unit.rows(`update memberships set role = 'technician' where id = ?`, [membership.id])
    )
    await write(mine, later)
    const [row] = await system.read((unit) =>
      unit.rows<{ state: string; failure: string }>(
        'select state, failure from runs where id = ?',
        [later]
      )
    )
    assert.equal(row.state, 'failed')
    assert.match(row.failure, /may not export/)
  })

  test('are left to the job by the page, and stop when they are cancelled', async ({
    client,
    assert,
    cleanup,
  }) => {
    const mine = await makeWorkshop()
    const { rows } = WAITED_FOR
    cleanup(() => {
      WAITED_FOR.rows = rows
    })
    WAITED_FOR.rows = 5
    await addContacts(mine, 6)
    const user = await mine.user()
    const page = await client
      .get('/transfer/exporters/contacts.contacts/export?format=csv')
      .loginAs(user)
      .redirects(0)
    page.assertStatus(303)
    assert.equal(page.header('location'), '/transfer')
    const token = await mine.token()
    const list = await client.get('/api/v1/transfer/exports').bearerToken(token)
    const [{ id }] = list.body().data as ExportView[]
    const cancelled = await client.post(`/api/v1/transfer/exports/${id}/cancel`).bearerToken(token)
    assert.equal((cancelled.body().data as ExportView).state, 'cancelled')
    await write(mine, id)
    const scope = await systemScope(mine.organisationId, 'test')
    const [{ parts }] = await scope.read((unit) =>
      unit.rows<{ parts: number }>('select count(*)::int as parts from export_parts')
    )
    assert.equal(parts, 0)

    // A program gets the file itself, however long
    const file = await client
      .get('/api/v1/transfer/exporters/contacts.contacts/export')
      .bearerToken(token)
    assert.lengthOf(file.text().trim().split('\r\n'), 7)
  })
})
