import type { RecordRule } from '../access/record_rules.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { placeOf } from '../notifications/place.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { SampleDependant } from './declaration.ts'

/** A sample as the kernel remembers it. */
export interface Sample {
  id: string
  setId: string
  table: string
  recordId: string
}

/** The samples that something needs, and the real records that do. */
export interface Needed {
  samples: Set<Sample>
  dependants: SampleDependant[]
  /** Samples that refer to other samples. */
  refers: { from: Sample; to: Sample }[]
}

interface Reference {
  child: string
  column: string
  parent: string
}

/** All samples of the organisation, in the order in which they were made. */
export function allSamples(unit: Unit): Promise<Sample[]> {
  return unit.rows<Sample>(
    `select id, set_id as "setId", table_name as "table", record_id as "recordId" from sample_records
      where organisation_id = ? order by id`,
    [unit.scope.organisationId]
  )
}

/**
 * The samples that real records refer to, read from the foreign keys of the database, and those that such a sample
 * refers to itself, since they cannot go without it.
 */
export async function neededSamples(
  unit: Unit,
  registry: ModuleRegistry,
  samples: readonly Sample[]
): Promise<Needed> {
  const rules = registry.manifests().flatMap(({ records }) => records)
  const found: Needed = { samples: new Set(), dependants: [], refers: [] }
  const seen = new Set<string>()
  const references = await referencesTo(unit, [...new Set(samples.map(({ table }) => table))])
  for (const { child, column, parent } of references) {
    const owner = ownerOf(rules, child)
    if (!owner) continue
    const among = samples.filter(({ table }) => table === parent)
    const rows = await unit.rows<{ owner: string; needed: string }>(
      `select distinct ${owner.key} as owner, ${column} as needed from ${child}
        where organisation_id = ? and ${column} = any(?)`,
      [unit.scope.organisationId, among.map(({ recordId }) => recordId)]
    )
    for (const row of rows) {
      const needed = among.find(({ recordId }) => recordId === row.needed)!
      const from = samples.find(
        ({ table, recordId }) => table === owner.rule.table && recordId === row.owner
      )
      if (from) {
        // A part refers to the record that it belongs to.
        if (from !== needed) found.refers.push({ from, to: needed })
        continue
      }
      found.samples.add(needed)
      if (seen.has(`${owner.rule.table} ${row.owner}`)) continue
      seen.add(`${owner.rule.table} ${row.owner}`)
      found.dependants.push(await placeOf(unit, owner.rule, row.owner))
    }
  }
  for (let before = -1; before !== found.samples.size;) {
    before = found.samples.size
    for (const { from, to } of found.refers) if (found.samples.has(from)) found.samples.add(to)
  }
  return found
}

/** The record that a row of the table belongs to: itself, or the one that it is a part of. */
function ownerOf(rules: readonly RecordRule[], table: string) {
  for (const rule of rules) {
    if (rule.table === table) return { rule, key: 'id' }
    const key = rule.parts[table] as string | undefined
    if (key) return { rule, key }
  }
  return null
}

function referencesTo(unit: Unit, tables: readonly string[]): Promise<Reference[]> {
  return unit.rows<Reference>(
    `select c.conrelid::regclass::text as child, a.attname as "column", c.confrelid::regclass::text as parent
       from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
                          and a.attname <> 'organisation_id'
      where c.contype = 'f' and array_length(c.conkey, 1) = 2 and c.confrelid::regclass::text = any(?)`,
    [tables]
  )
}
