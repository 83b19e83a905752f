import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA, bossQueue } from './boss.ts'

/**
 * Creates or upgrades the schema of pg-boss, as the owner of the database. Quick when nothing is missing. Further
 * queues are made by the application when a job names them.
 */
export async function installQueue(ownerUrl: string, appRole: string) {
  if (await isCurrent(ownerUrl)) return
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
  })
  await boss.start()
  await boss.createQueue(bossQueue('default'))
  await boss.stop({ graceful: false, close: true })
  await grant(ownerUrl, appRole)
}

async function isCurrent(ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const schema = await client.query(`select to_regclass('${QUEUE_SCHEMA}.queue') as found`)
    if (!schema.rows[0].found) return false
    const { rowCount } = await client.query(`select 1 from ${QUEUE_SCHEMA}.queue where name = $1`, [
      bossQueue('default'),
    ])
    return rowCount === 1
  } finally {
    await client.end()
  }
}

async function grant(ownerUrl: string, appRole: string) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const role = client.escapeIdentifier(appRole)
    await client.query(`grant usage on schema ${QUEUE_SCHEMA} to ${role}`)
    for (const kind of ['tables', 'sequences', 'functions']) {
      await client.query(`grant all on all ${kind} in schema ${QUEUE_SCHEMA} to ${role}`)
    }
  } finally {
    await client.end()
  }
}
