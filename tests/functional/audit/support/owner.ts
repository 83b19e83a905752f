import pg from 'pg'

/** Asks the database as its owner. */
export type Ask = (sql: string, values?: unknown[]) => Promise<pg.QueryResult>

const GUARDS = [
  ['audit_log', 'audit_log_append_only'],
  ['audit_seals', 'audit_seals_append_only'],
  ['audit_seals', 'audit_seals_signed'],
]

/**
 * One transaction of the owner of the database in an organisation: what somebody can do who has stolen its password.
 */
export async function asOwner<T>(organisationId: string, work: (ask: Ask) => Promise<T>) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("select set_config('app.organisation_id', $1, true)", [organisationId])
    const result = await work((sql, values) => client.query(sql, values))
    await client.query('commit')
    return result
  } finally {
    await client.end()
  }
}

/** The same with the guards of the audit trail taken away, and put back afterwards. */
export async function tamper(organisationId: string, work: (ask: Ask) => Promise<unknown>) {
  await asOwner(organisationId, async (ask) => {
    for (const [table, guard] of GUARDS) await ask(`alter table ${table} disable trigger ${guard}`)
    await work(ask)
    for (const [table, guard] of GUARDS) await ask(`alter table ${table} enable trigger ${guard}`)
  })
}
