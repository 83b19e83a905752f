import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import pg from 'pg'
import { makeWorkshop } from '@karkhana/kernel/testing'
import migration from '../../../database/migrations/0060_runs.ts'

const asApp = (sql: string) => sql.replaceAll('{{app}}', 'karkhana_app')

/** How the tables looked before: `table`, its columns and values besides the organisation and the id. */
const OLD: [table: string, values: Record<string, unknown>][] = [
  [
    'bulk_runs',
    {
      ...{ list: 'tickets.tickets', action: 'priority', input: {}, attempt: randomUUID() },
      ...{ key: randomUUID(), state: 'failed', failure: 'No right', finished_at: new Date() },
    },
  ],
  [
    'print_runs',
    {
      ...{ document: 'jobcards.job_card', key: randomUUID(), record_ids: [randomUUID()] },
      ...{ output: 'pdf', state: 'done', done: 1, finished_at: new Date() },
    },
  ],
  [
    'exports',
    {
      ...{ source: 'list', name: 'tickets.tickets', format: 'csv', title: 'Tickets' },
      ...{ state: 'writing', file_name: 'tickets.csv', rows_written: 7 },
    },
  ],
  [
    'imports',
    {
      ...{ importer: 'contacts.contacts', file_name: 'list.csv', headings: '[]', row_count: 9 },
      ...{ state: 'importing', run: randomUUID(), position: 4 },
    },
  ],
  [
    'data_exports',
    {
      ...{ modules: ['tickets'], state: 'ready', progress: 100, sha256: 'x', bytes: 5, file: 'f' },
      ...{ requested_by: 'Asha', finished_at: new Date(), verified_at: new Date() },
      expires_at: new Date(),
    },
  ],
]

test.group('Progress of a version before', () => {
  test('moves to the runs with every row, and back', async ({ assert, cleanup }) => {
    const workshop = await makeWorkshop()
    const { membership } = await workshop.member('owner')
    const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await owner.connect()
    cleanup(() => owner.end())
    await owner.query('begin')
    try {
      await owner.query(`select set_config('app.organisation_id', $1, true)`, [
        workshop.organisationId,
      ])
      for (const sql of migration.down) await owner.query(asApp(sql))
      const before: { table: string; id: string }[] = []
      for (const [table, values] of OLD) {
        const asked = {
          ...{ module_id: 'tickets', member_id: membership.id, permissions: ['a.b.c'] },
          actor: { kind: 'user', id: 'u', name: 'Asha', memberId: membership.id },
        }
        const row = {
          ...{ organisation_id: workshop.organisationId, id: randomUUID() },
          ...(table !== 'data_exports' && asked),
          ...values,
        }
        const columns = Object.keys(row)
        const marks = columns.map((_, place) => `$${place + 1}`)
        await owner.query(
          `insert into ${table} (${columns.join(', ')}) values (${marks.join(', ')})`,
          Object.values(row)
        )
        before.push({ table, id: row.id })
      }
      const read = async () => {
        const rows: Record<string, unknown>[] = []
        for (const { table, id } of before) {
          const { rows: found } = await owner.query(
            `select to_jsonb(t) - array['version', 'updated_at'] as row from ${table} t where id = $1`,
            [id]
          )
          rows.push(found[0].row)
        }
        return rows
      }
      const old = await read()
      for (const sql of migration.up) await owner.query(asApp(sql))
      const { rows: runs } = await owner.query(
        `select kind, state, total, done, failure, title from runs where organisation_id = $1
          order by array_position(array['bulk', 'print', 'export', 'import', 'data_export'], kind)`,
        [workshop.organisationId]
      )
      assert.deepEqual(runs, [
        {
          kind: 'bulk',
          state: 'failed',
          total: 0,
          done: 0,
          failure: 'No right',
          title: 'priority',
        },
        {
          ...{ kind: 'print', state: 'done', total: 1, done: 1, failure: null },
          title: 'jobcards.job_card',
        },
        {
          kind: 'export',
          state: 'running',
          total: 7,
          done: 7,
          failure: null,
          title: 'tickets.csv',
        },
        { kind: 'import', state: 'running', total: 9, done: 4, failure: null, title: 'list.csv' },
        {
          ...{ kind: 'data_export', state: 'done', total: 100, done: 100, failure: null },
          title: 'Export of all data',
        },
      ])
      for (const sql of migration.down) await owner.query(asApp(sql))
      assert.deepEqual(await read(), old)
    } finally {
      await owner.query('rollback')
    }
  })
})
