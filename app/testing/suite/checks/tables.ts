import type { Client } from 'pg'
import { undeclaredPersonal } from '../../../data/check.ts'
import type { ModuleCheck } from '../check.ts'
import { ledgerSteps, run } from '../migrating.ts'
import { ModuleUnderTest } from '../module_under_test.ts'
import { asOwner, schemaOf, tablesOf, type FoundTable } from '../schema.ts'

/** The tables are declared, belong to organisations, and can be made and unmade. */
export const TABLES: ModuleCheck[] = [
  {
    id: 'tables.declared',
    title: 'the migrations create the declared tables and no other',
    run: (module) =>
      withTables(module, (found) => {
        const declared = Object.keys(module.manifest.tables)
        const names = found.map(({ name }) => name)
        return [
          ...names
            .filter((name) => !declared.includes(name))
            .map((name) => `${name} exists and is not declared; add it to "tables"`),
          ...declared
            .filter((name) => !names.includes(name))
            .map((name) => `${name} is declared and no migration creates it`),
        ]
      }),
  },
  {
    id: 'tables.columns',
    title: 'every column that a declaration names exists',
    run: (module) => withTables(module, (found) => columnProblems(module, found)),
  },
  {
    id: 'tables.personal',
    title: 'every column that looks personal says what an erasure does with it',
    run: (module) =>
      withTables(module, (found) => found.flatMap((each) => personalProblems(module, each))),
  },
  {
    id: 'tables.secured',
    title: 'every table belongs to organisations, with row-level security forced, and is audited',
    run: (module) => withTables(module, (found) => found.flatMap(securityProblems)),
  },
  {
    id: 'tables.indexed',
    title: 'every reference to another row is indexed',
    run: (module) => withTables(module, (found) => found.flatMap(indexProblems)),
  },
  {
    id: 'migrations.repeatable',
    title: 'migrating twice changes nothing, and a migration is the same each time it is read',
    run: repeatProblems,
  },
  {
    id: 'migrations.reversible',
    title: 'down removes what up made, and up makes the same again',
    run: reverseProblems,
  },
]

/** Looks at the tables of the module, made for the occasion where the database has none of them yet. */
async function withTables(
  module: ModuleUnderTest,
  look: (found: FoundTable[]) => string[]
): Promise<string[]> {
  return asOwner(async (client) => {
    const { pending } = await ledgerSteps(client, module)
    for (const step of pending) await run(client, step.migration.up)
    return look(await tablesOf(client, module.prefix))
  })
}

function columnProblems({ manifest }: ModuleUnderTest, found: FoundTable[]): string[] {
  const columns = new Map(found.map(({ name, columns: each }) => [name, each]))
  const named: [string, string, string][] = [
    ...Object.entries(manifest.tables).flatMap(([table, { retention, personal, subjects }]) => [
      ...Object.keys(personal).map((column): [string, string, string] => [
        table,
        column,
        'personal',
      ]),
      ...Object.values(subjects).map((link): [string, string, string] =>
        typeof link === 'string' ? [table, link, 'subjects'] : [link.via, link.column, 'subjects']
      ),
      ...(retention.from ? [[table, retention.from, 'retention'] as [string, string, string]] : []),
    ]),
    ...manifest.subjects.flatMap(({ table, title, find }) =>
      [title, ...find].map((column): [string, string, string] => [table, column, 'subject'])
    ),
    ...manifest.records.flatMap(({ table, branch, parts, own }) => [
      ...(branch ? [[table, branch, 'branch'] as [string, string, string]] : []),
      ...(own ? [[table, own.column, 'own'] as [string, string, string]] : []),
      ...Object.entries(parts).map(([part, column]): [string, string, string] => [
        part,
        column,
        'parts',
      ]),
    ]),
  ]
  return named
    .filter(
      ([table, column]) => columns.has(table) && !columns.get(table)!.includes(column.split('.')[0])
    )
    .map(([table, column, key]) => `${key} names ${table}.${column}, which does not exist`)
}

function personalProblems({ manifest }: ModuleUnderTest, { name, columns, types }: FoundTable) {
  const declaration = manifest.tables[name]
  // What is not declared at all is found by another check.
  if (!declaration) return []
  const found = columns.map((column, place) => ({ table: name, column, type: types[place] }))
  return undeclaredPersonal(name, declaration, found)
}

function securityProblems(table: FoundTable): string[] {
  const { name, columns, primaryKey, grants } = table
  const use = 'create it by organisationTable() from @karkhana/kernel/migrations'
  if (!columns.includes('organisation_id')) return [`${name} has no organisation_id; ${use}`]
  return [
    ...(table.rowSecurity ? [] : [`${name} has no row-level security; ${use}`]),
    ...(table.forced ? [] : [`${name} does not force row-level security on its owner; ${use}`]),
    ...(table.organisationPolicy ? [] : [`${name} has no policy for organisations; ${use}`]),
    ...(table.audited ? [] : [`${name} is not audited; ${use}`]),
    ...(primaryKey[0] === 'organisation_id'
      ? []
      : [`the primary key of ${name} does not begin with organisation_id; ${use}`]),
    ...(grants.includes('TRUNCATE')
      ? [`${name} may be truncated by the application; revoke it`]
      : []),
  ]
}

function indexProblems({ name, references, indexes }: FoundTable): string[] {
  return references
    .filter((columns) => !columns.every((column) => column === 'organisation_id'))
    .filter((columns) => !indexes.some((index) => covers(index, columns)))
    .map(
      (columns) =>
        `${name} refers to another row by (${columns.join(', ')}) without an index that begins so; use reference(), or add one`
    )
}

/** The organisation and one id of the key are enough: that leaves a handful of rows. */
const covers = (index: string[], columns: string[]) =>
  index.length > 1 && index.slice(0, 2).every((column) => columns.includes(column))

async function repeatProblems(module: ModuleUnderTest): Promise<string[]> {
  return asOwner(async (client) => {
    const { steps, changed } = await ledgerSteps(client, module)
    const again = await ledgerSteps(client, module, 'read afresh')
    const moving = steps
      .filter((step) => {
        const twin = again.steps.find(({ name }) => name === step.name)
        return JSON.stringify(twin?.migration.up) !== JSON.stringify(step.migration.up)
      })
      .map(({ name }) => `migrations/${name} is another one each time it is read; write fixed SQL`)
    return [
      ...moving,
      ...changed.map(
        (name) => `migrations/${name} was edited after it ran; restore it and add a new one`
      ),
    ]
  })
}

async function reverseProblems(module: ModuleUnderTest): Promise<string[]> {
  return asOwner(async (client) => {
    const { steps, pending } = await ledgerSteps(client, module)
    for (const step of pending) await run(client, step.migration.up)
    for (const other of dependantsOf(module)) await undo(client, other)
    const before = await schemaOf(client, module.prefix)
    try {
      for (const step of steps.toReversed()) await run(client, step.migration.down)
    } catch (error) {
      return [`down fails: ${(error as Error).message}; remove in the reverse order of up`]
    }
    const left = await schemaOf(client, module.prefix)
    if (left.length > 0) {
      return [`down leaves behind: ${left.slice(0, 3).join(' · ')}; remove it there`]
    }
    for (const step of steps) await run(client, step.migration.up)
    const after = await schemaOf(client, module.prefix)
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : ['up makes another schema the second time; write it without looking at what is there']
  })
}

/** The installed modules that need this one, the last first: their tables may refer to its rows. */
function dependantsOf({ id, registry, options }: ModuleUnderTest): ModuleUnderTest[] {
  const needing = new Set([id])
  const found: ModuleUnderTest[] = []
  for (const installed of registry.all()) {
    const { manifest } = installed
    if (!Object.keys(manifest.requires).some((each) => needing.has(each))) continue
    needing.add(manifest.id)
    found.unshift(new ModuleUnderTest(installed, registry, options))
  }
  return found
}

async function undo(client: Client, module: ModuleUnderTest) {
  const { steps, pending } = await ledgerSteps(client, module)
  for (const step of steps.toReversed()) {
    if (!pending.includes(step)) await run(client, step.migration.down)
  }
}
