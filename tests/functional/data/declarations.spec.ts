import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import { columnProblems, type FoundColumn } from '../../../app/data/check.ts'
import { table } from '../../../app/data/declaration.ts'
import { KERNEL_TABLES } from '../../../app/data/kernel_tables.ts'
import { dataTables } from '../../../app/data/tables.ts'

/** Derived tables without rows of their own, and those of the deployment; with the reason. */
const NOT_DECLARED: Record<string, string> = {
  custom_values: 'An index of what stands in the column custom of other tables.',
}

async function columns(): Promise<FoundColumn[]> {
  const { rows } = await db.rawQuery(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`)
  return rows as FoundColumn[]
}

/** Tables with a column for the organisation. */
const owned = (all: FoundColumn[]) =>
  all.filter(({ column }) => column === 'organisation_id').map(({ table: name }) => name)

test.group('What is declared of tables', () => {
  test('is complete: every table of an organisation is declared, by the kernel or by its module', async ({
    assert,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const declared = dataTables(registry).map(({ name }) => name)
    const found = owned(await columns())
    assert.includeMembers(found, ['tickets_tickets', 'audit_log', 'data_exports'])
    assert.deepEqual(
      found.filter((name) => !declared.includes(name) && !NOT_DECLARED[name]).sort(),
      [],
      'declare them in the module, those of the kernel in app/data/kernel_tables.ts'
    )
  })

  test('is true: every declared table is there, under the name of its module', async ({
    assert,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const names = new Set((await columns()).map(({ table: name }) => name))
    const missing = dataTables(registry).filter(({ name }) => !names.has(name))
    assert.deepEqual(
      missing.map(({ name }) => name),
      []
    )
    for (const { id, tables } of registry.manifests()) {
      const created = [...names].filter((name) => name.startsWith(`${id.replaceAll('-', '_')}_`))
      const owner = (name: string) =>
        registry
          .manifests()
          .filter((other) => name.startsWith(`${other.id.replaceAll('-', '_')}_`))
          .sort((one, other) => other.id.length - one.id.length)[0].id
      assert.sameMembers(
        Object.keys(tables),
        created.filter((name) => owner(name) === id),
        id
      )
    }
  })

  test('names columns that exist, and every column that looks personal', async ({ assert }) => {
    const registry = await app.container.make(ModuleRegistry)
    const found = await columns()
    const problems = dataTables(registry)
      .filter(({ withheld }) => !withheld)
      .flatMap((declared) =>
        columnProblems(
          declared.name,
          declared,
          declared.only
            ? found.filter(
                ({ column, table: name }) =>
                  name !== declared.name || declared.only!.includes(column)
              )
            : found
        )
      )
    assert.deepEqual(problems, [])
  })

  test('a column that nobody thought of is found', ({ assert }) => {
    const found: FoundColumn[] = [
      { table: 'x_people', column: 'organisation_id', type: 'uuid' },
      { table: 'x_people', column: 'mobile_phone', type: 'text' },
      { table: 'x_people', column: 'weight', type: 'integer' },
    ]
    assert.match(columnProblems('x_people', table(), found).join(), /"mobile_phone" looks personal/)
    assert.deepEqual(
      columnProblems('x_people', table({ personal: { mobile_phone: 'clear' } }), found),
      []
    )
    assert.match(
      columnProblems('x_people', table({ personal: { mobile: 'clear' } }), found).join(),
      /"mobile", which is not there/
    )
  })

  test('stands in the database as the functions that erase read it', async ({ assert }) => {
    const registry = await app.container.make(ModuleRegistry)
    const { rows } = await db.rawQuery('select table_name, module, personal from data_rules')
    const stored = new Map(
      (rows as { table_name: string; module: string; personal: object }[]).map((row) => [
        row.table_name,
        row,
      ])
    )
    for (const { name, module, personal } of dataTables(registry)) {
      assert.deepInclude(stored.get(name), { module, personal }, name)
    }
    assert.isTrue('memberships' in KERNEL_TABLES)
    await assert.rejects(
      () => db.rawQuery(`update data_rules set personal = '{"total": "clear"}'`),
      /permission denied/
    )
  })
})
