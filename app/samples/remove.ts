import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { SampleRemovalPlan } from './declaration.ts'
import { allSamples, neededSamples, type Needed, type Sample } from './dependants.ts'
import { SamplesNeededError } from './errors.ts'
import { lockSamples } from './make.ts'
import { sampleSets } from './sets.ts'

/** What removing all samples would do; changes nothing. */
export async function planRemoval(
  scope: Scope,
  registry: ModuleRegistry
): Promise<SampleRemovalPlan> {
  return scope.read(async (unit) => (await plan(unit, registry)).plan)
}

/**
 * Deletes all samples of the organisation with what hangs on them, in one transaction: exactly those that the kernel
 * remembers. With `keep`, those that real records need stay as records of the organisation, archived where their module
 * can.
 * @throws SamplesNeededError when real records need some, and they are not to be kept
 */
export async function removeSamples(
  scope: Scope,
  registry: ModuleRegistry,
  { keep = false }: { keep?: boolean } = {}
): Promise<SampleRemovalPlan> {
  return scope.work(async (unit) => {
    await lockSamples(unit)
    const { plan: result, going, staying, refers } = await plan(unit, registry)
    if (staying.length > 0 && !keep) throw new SamplesNeededError(result)
    await forget(unit, staying)
    await archive(unit, registry, staying)
    await removeNotes(unit, going)
    for (const sample of inOrder(going, refers)) {
      await unit.rows('select kernel_remove_sample(?, ?)', [sample.id, partsOf(registry, sample)])
    }
    return result
  })
}

async function plan(unit: Unit, registry: ModuleRegistry) {
  const samples = await allSamples(unit)
  const { samples: needed, dependants, refers } = await neededSamples(unit, registry, samples)
  const going = samples.filter((sample) => !needed.has(sample))
  const staying = samples.filter((sample) => needed.has(sample))
  return {
    going,
    staying,
    refers,
    plan: { removed: going.length, kept: staying.length, dependants },
  }
}

/** They are records of the organisation from now on. */
async function forget(unit: Unit, staying: readonly Sample[]) {
  await unit.rows('delete from sample_records where organisation_id = ? and id = any(?)', [
    unit.scope.organisationId,
    staying.map(({ id }) => id),
  ])
}

async function archive(unit: Unit, registry: ModuleRegistry, staying: readonly Sample[]) {
  const sets = await sampleSets(registry, unit.scope)
  for (const { setId, recordId } of staying) {
    await sets.find(({ id }) => id === setId)?.archive?.(unit.scope, recordId)
  }
}

/** What the kernel itself keeps at records: comments, files, notices. */
async function removeNotes(unit: Unit, going: readonly Sample[]) {
  for (const [table, column] of NOTES) {
    await unit.rows(`delete from ${table} where organisation_id = ? and ${column} = any(?)`, [
      unit.scope.organisationId,
      going.map(({ recordId }) => recordId),
    ])
  }
}

const NOTES: [table: string, column: string][] = [
  ['comments', 'record_id'],
  ['attachments', 'record_id'],
  ['public_links', 'record_id'],
  ['notifications', 'record_id'],
  ['notification_mutes', 'record_id'],
  ['record_presences', 'record_id'],
]

/** Those that refer to others go before them. */
function inOrder(going: readonly Sample[], refers: Needed['refers']): Sample[] {
  const ordered: Sample[] = []
  const left = new Set(going)
  while (left.size > 0) {
    const held = new Set(refers.flatMap(({ from, to }) => (left.has(from) ? [to] : [])))
    const free = [...left].filter((sample) => !held.has(sample))
    // Two that refer to each other go in any order; the database says so if they cannot.
    for (const sample of free.length > 0 ? free : left) {
      ordered.push(sample)
      left.delete(sample)
    }
  }
  return ordered
}

function partsOf(registry: ModuleRegistry, { table }: Sample): string[] {
  const rules = registry.manifests().flatMap(({ records }) => records)
  return Object.keys(rules.find((rule) => rule.table === table)?.parts ?? {})
}
