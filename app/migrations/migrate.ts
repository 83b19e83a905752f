import pg from 'pg'
import { writeDataRules } from '../data/rules.ts'
import { installQueue } from '../jobs/install.ts'
import { readInstalledModules } from '../modules/installed.ts'
import { pendingSteps, runStep } from './ledger.ts'
import { followTables } from '../search/index/triggers.ts'
import { collectSteps } from './steps.ts'

/** Which database is brought up to date with which sources. */
export interface MigrateOptions {
  /** Root of the application: the folder with `database/` and `modules/`. */
  root: string
  /** Connection string of the owner of the database. */
  ownerUrl: string
  /** Role the application connects as; receives the privileges. */
  appRole: string
  /** Reports without changing anything. */
  dryRun?: boolean
  onStep?: (label: string) => void
}

/** What ran, or would run. */
export interface MigrateResult {
  /** `module/name` of each step that ran (or would run). */
  steps: string[]
  /** The SQL of those steps; filled on a dry run. */
  sql: string[]
}

/** Key of the advisory lock that lets one process migrate at a time. */
const LOCK = 4_712_026

/**
 * Brings the database up to date. Safe to call at every start and from several nodes at once.
 * @throws E_MIGRATION_CHANGED, E_MIGRATION_FAILED
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const steps = await collectSteps(options.root)
  const client = new pg.Client({ connectionString: options.ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const pending = await pendingSteps(client, steps)
    const names = pending.map((step) => `${step.module}/${step.name}`)
    if (options.dryRun) {
      return { steps: names, sql: pending.flatMap((step) => step.migration.up) }
    }
    for (const step of pending) {
      options.onStep?.(`${step.module}/${step.name}`)
      await runStep(client, step, options.appRole)
    }
    const modules = await readInstalledModules(options.root)
    await writeDataRules(client, modules)
    await followTables(client, modules, (problem) => process.emitWarning(problem))
    await client.query('select kernel_ensure_audit_partitions()')
    await installQueue(options.ownerUrl, options.appRole)
    return { steps: names, sql: [] }
  } finally {
    await client.end()
  }
}
