import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import { trailIn } from '../../../app/audit/audit_words.ts'
import { auditCatalogue, type AuditedTable } from '../../../app/audit/catalogue.ts'
import { columnLabel, phrase } from '../../../app/audit/words.ts'
import type { Say } from '../../../app/lang/say.ts'
import { labelFrom, labelIn } from '../../../app/lang/translate.ts'

/** Columns that the trigger leaves out, and those whose fields are shown by their own names instead. */
const NOT_SHOWN = new Set([
  'id',
  'organisation_id',
  'created_at',
  'updated_at',
  'version',
  'custom',
  'chosen',
])

/** What is shipped: modules that tests bring along have no place in the list. */
const SHIPPED = /\/(modules|plugins)\/[^/]+\/?$/

/** Words of fixed choices, `table.column` to them, as the checks of the tables say. */
async function choices(): Promise<Map<string, string[]>> {
  const { rows } = await db.rawQuery(`
    select c.relname || '.' || a.attname as place, pg_get_constraintdef(k.oid) as rule
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = c.oid and k.conkey = array[a.attnum]
     where k.contype = 'c' and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[''%'`)
  return new Map(
    rows.map(({ place, rule }: { place: string; rule: string }): [string, string[]] => [
      place,
      [...rule.matchAll(/'([a-z]+(?:[_-][a-z]+)*)'::/g)].map(([, word]) => word!),
    ])
  )
}

/** Labels that one table shows: its own, those of its columns, the words of its choices. */
function shown(table: AuditedTable, words: Map<string, string[]>): { label: string; at: string }[] {
  return [
    { label: table.label, at: table.name },
    ...[...table.columns]
      .filter(([column]) => !NOT_SHOWN.has(column))
      .flatMap(([column, { type }]) => {
        const at = `${table.name}.${column}`
        const said = (words.get(at) ?? []).map((word) => phrase(word.replaceAll('-', '_')))
        return [columnLabel(column, type), ...said].map((label) => ({ label, at }))
      }),
  ]
}

test.group('Words of the audit trail', () => {
  test('stand in both languages: tables, columns and choices of all that is shipped', async ({
    assert,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const shipped = new Set(
      registry
        .all()
        .filter(({ folder }) => SHIPPED.test(folder))
        .map(({ manifest }) => manifest.id)
    )
    const tables = [...(await auditCatalogue(registry)).values()].filter(
      ({ module }) => module === null || shipped.has(module)
    )
    const words = await choices()
    const labels = tables.flatMap((table) => {
      const owner = table.module ?? 'kernel'
      return shown(table, words).map((found) => ({ owner, ...found }))
    })
    assert.isAbove(shipped.size, 8)
    assert.isAbove(tables.length, 40)
    assert.isAbove(labels.length, 600)
    assert.isAbove([...words.values()].flat().length, 50)
    const missing = labels.filter(({ owner, label }) => labelFrom('hi', owner, label) === null)
    assert.deepEqual(
      [...new Set(missing.map(({ owner, label, at }) => `${owner}: "${label}" (${at})`))],
      [],
      'write them into lang/en.json and lang/hi.json of the owner, or of app where several share them'
    )
  })

  test('are found by the owner of the table, also of a module whose id has a hyphen', async ({
    assert,
  }) => {
    const catalogue = await auditCatalogue(await app.container.make(ModuleRegistry))
    const said = (table: string) => {
      const { label } = catalogue.get(table)!
      const say: Say = (owner, english) => labelIn('hi', owner, english)
      return trailIn(say, catalogue, { table, label, title: null, href: null }).label
    }
    assert.equal(said('sms_gateway_statements'), 'SMS का हिसाब')
    assert.equal(said('courtesy_cars'), 'कर्टसी कार')
    assert.equal(said('jobcards_lines'), 'जॉब कार्ड की लाइन')
    assert.equal(said('letterheads'), 'लेटरहेड')
  })
})
