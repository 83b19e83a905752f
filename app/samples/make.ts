import { v7 as uuidv7 } from 'uuid'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { SampleSet } from './declaration.ts'
import { RealRecordsError } from './errors.ts'
import { realRow } from './real.ts'
import { sampleSets, withRequired } from './sets.ts'

/**
 * Makes the samples of a set, with those that it requires and that are not there yet, in one transaction.
 * @returns how many records were made
 * @throws NotFoundError, ForbiddenError, RealRecordsError, and what the services of the modules throw
 */
export async function makeSamples(
  scope: Scope,
  registry: ModuleRegistry,
  setId: string
): Promise<number> {
  const sets = withRequired(await sampleSets(registry, scope), setId)
  for (const { permission } of sets) scope.ensure(permission)
  return scope.with({ samples: true }).work(async (unit) => {
    await lockSamples(unit)
    const made = await madeBefore(unit)
    if (await realRow(unit, sets.at(-1)!.table)) throw new RealRecordsError()
    let count = 0
    for (const set of sets.filter(({ id }) => !made.has(id))) {
      const ids = await set.make(unit.scope, (id) => made.get(id) ?? [])
      await remember(unit, set, ids)
      made.set(set.id, ids)
      count += ids.length
    }
    return count
  })
}

/** Samples of one organisation are made and removed one after the other. */
export async function lockSamples(unit: Unit) {
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `kernel.samples:${unit.scope.organisationId}`,
  ])
}

async function madeBefore(unit: Unit): Promise<Map<string, string[]>> {
  const rows = await unit.rows<{ set_id: string; ids: string[] }>(
    `select set_id, array_agg(record_id::text order by id) as ids from sample_records
      where organisation_id = ? group by set_id`,
    [unit.scope.organisationId]
  )
  return new Map(rows.map(({ set_id: id, ids }) => [id, ids]))
}

async function remember(unit: Unit, { id, table }: SampleSet, ids: readonly string[]) {
  const rows = ids.map((recordId) => ({
    organisation_id: unit.scope.organisationId,
    id: uuidv7(),
    set_id: id,
    table_name: table,
    record_id: recordId,
  }))
  if (rows.length > 0) await unit.table('sample_records').multiInsert(rows)
}
