import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA } from './boss.ts'
import { queueOf } from './job.ts'

/**
 * Creates or upgrades the queue's own schema and one queue per module, as the owner of the database.
 * Quick when nothing is missing.
 */
export async function installQueue(ownerUrl: string, appRole: string, modules: string[]) {
  if (await isCurrent(ownerUrl, modules)) return
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: QUEUE_SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
  })
  await boss.start()
  for (const module of modules) await boss.createQueue(queueOf(module), { notify: true })
  await boss.stop({ graceful: false, close: true })
  await grant(ownerUrl, appRole)
}

async function isCurrent(ownerUrl: string, modules: string[]) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const schema = await client.query(`select to_regclass('${QUEUE_SCHEMA}.queue') as found`)
    if (!schema.rows[0].found) return false
    const { rows } = await client.query<{ name: string }>(`select name from ${QUEUE_SCHEMA}.queue`)
    const names = new Set(rows.map((row) => row.name))
    return modules.every((module) => names.has(queueOf(module)))
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
