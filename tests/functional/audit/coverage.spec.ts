import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop } from '@karkhana/kernel/testing'

/** Tables of an organisation that are not audited, and why. */
const UNAUDITED: Record<string, string> = {
  audit_log: 'is the audit trail',
  audit_seals: 'seals the audit trail',
  audit_redactions: 'says what was erased from the audit trail, and is signed',
  security_events: 'is a history of its own that only grows',
  custom_values: 'repeats what the records say, for filters',
  ai_calls: 'is a log of its own: what was asked for, when, and what it cost',
  ai_months: 'add up what that log says',
  outbox: 'holds facts that are audited where they are written',
  event_effects: 'stands beside effects that are audited',
  attachment_parts: 'are parts of a file on its way, which is audited itself',
  export_parts: 'are parts of a file, whose export is audited itself',
  stored_files: 'say where bytes are; the rows that hold them are audited',
  file_usage: 'is a sum of stored files',
  print_runs: 'say what is printed; who asked, and how it ended, is audited at the run',
  exports: 'say what is exported; who asked, and how it ended, is audited at the run',
  bulk_records: 'say how far a run has come; the records themselves are audited',
  idempotency_keys: 'repeat for a day what was audited where it was written',
  jobs: 'follow from deeds that are audited; trying one again or cancelling it is audited',
  list_settings: 'are how somebody likes to look at a list',
  notifications: 'repeat what was audited where it happened',
  notification_mutes: 'are what somebody does not want to hear of',
  onboarding_states: 'say whether somebody wants to see their first steps',
  search_documents: 'repeat what the records say, for the search',
  search_words: 'repeat what the records say, for the search',
  search_changes: 'say which documents of the search are to be made anew',
  search_states: 'say how far the search has read the records',
  record_presences: 'say who has a record open at this moment',
  organisation_usage: 'is measured by the deployment, nobody writes it',
}

/** Columns that look as if they held something nobody may read back. */
const SECRET = /secret|password|hash|token|cipher|sealed|wrapped|private|recovery/

interface AuditedTable {
  name: string
  trigger: string | null
  masked: string[]
  columns: string[]
}

/** Tables with rows of organisations, and what their audit trigger does. */
async function tables(): Promise<AuditedTable[]> {
  const { rows } = await db.rawQuery(`
    select c.relname as name, t.tgname as trigger,
           string_to_array(nullif(encode(t.tgargs, 'escape'), ''), '\\000') as masked,
           (select array_agg(a.attname::text) from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_class c
      left join pg_trigger t on t.tgrelid = c.oid and t.tgfoid = 'kernel_audit'::regproc
       and t.tgenabled = 'O' and t.tgtype = 29
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not c.relispartition
       and (c.relname = 'organisations' or exists (
             select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and a.attnotnull))
     order by 1`)
  return rows.map((row: AuditedTable) => ({ ...row, masked: row.masked ?? [] }))
}

test.group('What is audited', () => {
  test('is every table of an organisation, at insert, update and delete', async ({ assert }) => {
    const all = await tables()
    for (const name of [
      'organisations',
      'memberships',
      'organisation_modules',
      'roles',
      'invitations',
      'partner_access',
      'branches',
    ]) {
      assert.exists(
        all.find((table) => table.name === name),
        name
      )
    }
    for (const { name, trigger } of all) {
      if (UNAUDITED[name]) assert.isNull(trigger, name)
      else assert.isNotNull(trigger, `${name} is not audited`)
    }
  })

  test('holds no value of a column that keeps a secret', async ({ assert }) => {
    const secrets = (await tables())
      .filter(({ name }) => !UNAUDITED[name])
      .flatMap(({ name, columns, masked }) =>
        columns
          .filter((column) => SECRET.test(column))
          .map((column) => ({ column: `${name}.${column}`, masked: masked.includes(column) }))
      )
    assert.deepInclude(secrets, { column: 'invitations.secret_hash', masked: true })
    assert.deepInclude(secrets, { column: 'organisation_secrets.sealed', masked: true })
    assert.deepEqual(
      secrets.filter(({ masked }) => !masked),
      []
    )
  })

  test('says of a masked column only that it changed', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const changes = await scope.work(async (unit) => {
      await unit.rows(
        `insert into invitations (organisation_id, id, kind, role, secret_hash, hint, max_uses, expires_at, invited_by)
         values (?, gen_random_uuid(), 'code', 'technician', 'the hash of a code', 'AB', 1, now() + interval '1 day', 'test')`,
        [scope.organisationId]
      )
      return unit.rows<{ changes: Record<string, unknown> }>(
        "select changes from audit_log where table_name = 'invitations'"
      )
    })
    assert.lengthOf(changes, 1)
    assert.equal(changes[0].changes.secret_hash, 'changed')
    assert.deepEqual(changes[0].changes.hint, [null, 'AB'])
  })

  test('includes changes of the organisation, with address and transaction, also outside a unit', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = (await workshop.scope()).with({ ip: '203.0.113.7' })
    await scope.work((unit) =>
      unit.rows('update organisations set phone = ? where id = ?', [
        '+919822011111',
        scope.organisationId,
      ])
    )
    await db.rawQuery('update organisations set email = ? where id = ?', [
      'desk@example.com',
      scope.organisationId,
    ])
    const rows = await scope.read((unit) =>
      unit.rows<{ ip: string | null; actor: string | null; changes: object; xid: string }>(
        `select ip, actor_kind as actor, changes, xid::text as xid from audit_log
          where table_name = 'organisations' and action = 'update' and row_id = ? order by id`,
        [scope.organisationId]
      )
    )
    assert.lengthOf(rows, 2)
    assert.deepInclude(rows[0], { ip: '203.0.113.7', actor: 'user' })
    assert.deepInclude(rows[1], { ip: null, actor: null })
    assert.property(rows[1].changes, 'email')
    assert.notEqual(rows[0].xid, rows[1].xid)
  })
})
