import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop } from '@karkhana/kernel/testing'

const HISTORIES = ['audit_log', 'audit_seals', 'security_events', 'audit_log_default']

/** Columns of each history, for statements that fail for want of a privilege and nothing else. */
const CHANGES: Record<string, string> = {
  audit_log: "changes = '{}'",
  audit_log_default: "changes = '{}'",
  audit_seals: "signature = ''",
  security_events: "kind = 'sign_out'",
}
const ENTRY =
  "(organisation_id, table_name, row_id, action, changes) values (?, 'branches', gen_random_uuid(), 'update', '{}')"
const INSERTS: Record<string, string> = {
  audit_log: ENTRY,
  audit_log_default: ENTRY,
  audit_seals: "(organisation_id, sequence, rows, hash, previous_hash) values (?, 1, 1, '', '')",
  security_events: "(id, organisation_id, kind) values (gen_random_uuid(), ?, 'sign_out')",
}

test.group('The application’s role', () => {
  for (const table of HISTORIES) {
    test(`can neither add to, change, delete nor empty ${table}`, async ({ assert }) => {
      const scope = await (await makeWorkshop()).scope()
      const attempts: [string, string[]][] = [
        [`insert into ${table} ${INSERTS[table]}`, [scope.organisationId]],
        [`update ${table} set ${CHANGES[table]}`, []],
        [`delete from ${table}`, []],
        [`truncate ${table}`, []],
      ]
      for (const [sql, bindings] of attempts) {
        await assert.rejects(
          () => scope.work((unit) => unit.rows(sql, bindings)),
          new RegExp(`permission denied for table ${table}`)
        )
      }
    })
  }

  test('can neither take the triggers away nor replace the functions that write', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    for (const sql of [
      'alter table branches disable trigger branches_audit',
      'drop trigger branches_audit on branches',
      'alter table audit_log no force row level security',
      'create or replace function kernel_audit() returns trigger language plpgsql as $$ begin return null; end $$',
      "set session_replication_role = 'replica'",
    ]) {
      await assert.rejects(
        () => scope.work((unit) => unit.rows(sql)),
        /must be owner|permission denied/
      )
    }
  })
})

test.group('The audit log', () => {
  test('has a partition for this month and the next three; nothing lands in the default one', async ({
    assert,
  }) => {
    // As the worker does each hour: a month may have begun since the database was made
    await db.rawQuery('select kernel_ensure_audit_partitions()')
    const { rows } = await db.rawQuery(
      `select to_regclass('audit_log_' || to_char(now() at time zone 'UTC' + make_interval(months => step), 'YYYYMM'))
                is not null as there from generate_series(0, 3) step`
    )
    assert.deepEqual(
      rows.map((row: { there: boolean }) => row.there),
      [true, true, true, true]
    )
    const scope = await (await makeWorkshop()).scope()
    const partitions = await scope.read((unit) =>
      unit.rows<{ name: string }>('select distinct tableoid::regclass::text as name from audit_log')
    )
    const present = new Date().toISOString().slice(0, 7).replace('-', '')
    assert.deepEqual(partitions, [{ name: `audit_log_${present}` }])
  })
})
