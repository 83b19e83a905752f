import { test } from '@japa/runner'
import pg from 'pg'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { Migration } from '../../../app/migrations/define_migration.ts'
import invoicing from '../../../modules/invoicing/migrations/0006_settings.ts'
import jobcards from '../../../modules/jobcards/migrations/0005_settings.ts'

/** Runs `work` as the owner of the database and undoes it. */
async function undone(work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('begin')
    await work(client)
  } finally {
    await client.query('rollback')
    await client.end()
  }
}

const app = () => new URL(process.env.DATABASE_APP_URL!).username

async function run(client: pg.Client, statements: Migration['up']) {
  for (const statement of statements.flat()) {
    await client.query(statement.replaceAll('{{app}}', client.escapeIdentifier(app())))
  }
}

test.group('Settings that modules kept themselves before', () => {
  test('are carried over, each organisation’s own, and back again')
    .with([
      {
        migration: jobcards,
        table: 'jobcards_settings',
        column: 'approval_free_below_paise',
        chosen: '500000',
        untouched: '0',
        carried: { approval_free_below: 500000 },
      },
      {
        migration: invoicing,
        table: 'invoicing_settings',
        column: 'discount_limit_percent',
        chosen: '25.50',
        untouched: '10.00',
        carried: { discount_limit_percent: '25.5' },
      },
    ])
    .run(async ({ assert }, { migration, table, column, chosen, untouched, carried }) => {
      const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
      await undone(async (client) => {
        const as = (id: string) =>
          client.query("select set_config('app.organisation_id', $1, true)", [id])
        const kept = async (id: string) => {
          await as(id)
          const { rows } = await client.query('select chosen from module_settings')
          return rows.map((row: { chosen: object }) => row.chosen)
        }
        await run(client, migration.down)
        for (const [{ organisationId }, value] of [
          [mine, chosen],
          [other, untouched],
        ] as const) {
          await as(organisationId)
          await client.query(
            `insert into ${table} (organisation_id, id, ${column}) values ($1, gen_random_uuid(), $2)`,
            [organisationId, value]
          )
        }
        await run(client, migration.up)
        assert.deepEqual(await kept(mine.organisationId), [carried])
        assert.isEmpty(await kept(other.organisationId), 'the default is not kept')

        await run(client, migration.down)
        await as(mine.organisationId)
        const { rows } = await client.query(`select ${column}::text as value from ${table}`)
        assert.deepEqual(rows, [{ value: chosen }])
        assert.isEmpty(await kept(mine.organisationId))
      })
    })
})
