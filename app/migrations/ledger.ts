import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { KarkhanaError } from '../errors.ts'
import type { Migration } from './define_migration.ts'

/** A migration file of the kernel or of a module, ready to run. */
export interface Step {
  module: string
  name: string
  migration: Migration
}

const CREATE_LEDGER = `create table if not exists kernel_migrations (
  module text not null,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now(),
  primary key (module, name)
)`

export function checksum(migration: Migration) {
  return createHash('sha256').update(migration.up.join(';\n')).digest('hex')
}

/**
 * The steps that have not run yet, in order.
 * @throws E_MIGRATION_CHANGED when a step that has run was edited afterwards.
 */
export async function pendingSteps(client: Client, steps: Step[]): Promise<Step[]> {
  await client.query(CREATE_LEDGER)
  const { rows } = await client.query<{ module: string; name: string; checksum: string }>(
    'select module, name, checksum from kernel_migrations'
  )
  const applied = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.checksum]))
  const changed = steps.filter((step) => {
    const known = applied.get(`${step.module}/${step.name}`)
    return known !== undefined && known !== checksum(step.migration)
  })
  if (changed.length > 0) {
    const names = changed.map((step) => `${step.module}/${step.name}`).join(', ')
    throw new KarkhanaError('E_MIGRATION_CHANGED', 500, `Edited after it ran: ${names}.`, {
      next: 'Restore the file as it was and put the change into a new migration.',
    })
  }
  return steps.filter((step) => !applied.has(`${step.module}/${step.name}`))
}

/** Runs one step and writes it into the ledger, in one transaction. */
export async function runStep(client: Client, step: Step, appRole: string) {
  await client.query('begin')
  try {
    for (const statement of step.migration.up) {
      await client.query(statement.replaceAll('{{app}}', `"${appRole}"`))
    }
    await client.query(
      'insert into kernel_migrations (module, name, checksum) values ($1, $2, $3)',
      [step.module, step.name, checksum(step.migration)]
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new KarkhanaError(
      'E_MIGRATION_FAILED',
      500,
      `Migration ${step.module}/${step.name} failed: ${(error as Error).message}`,
      { cause: error, next: 'Nothing of it was kept. Correct the migration and run it again.' }
    )
  }
}
