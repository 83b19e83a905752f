import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop } from '@karkhana/kernel/testing'
import Branch from '../../../app/branches/branch.ts'

/** Tables whose rows belong to an organisation, as the database knows them. */
async function organisationTables(): Promise<string[]> {
  const { rows } = await db.rawQuery(`
    select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' and a.attnotnull
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and not c.relispartition
     order by 1`)
  return rows.map((row: { name: string }) => row.name)
}

/** Global kernel tables that name an organisation; reached by kernel services only. */
const GLOBAL = ['memberships', 'organisation_modules', 'organisation_usage', 'security_events']

test.group('Tenancy', () => {
  test('every table of an organisation has forced row-level security and a leading organisation in its key', async ({
    assert,
  }) => {
    const tables = (await organisationTables()).filter((name) => !GLOBAL.includes(name))
    assert.isAbove(tables.length, 3)
    for (const table of tables) {
      const { rows } = await db.rawQuery(
        `select c.relrowsecurity and c.relforcerowsecurity as forced,
                (select string_agg(a.attname, ',' order by k.n)
                   from pg_index i, unnest(i.indkey) with ordinality as k(attnum, n)
                   join pg_attribute a on a.attnum = k.attnum
                  where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as key
           from pg_class c where c.oid = ?::regclass`,
        [table]
      )
      assert.isTrue(rows[0].forced, `${table} forces row-level security`)
      assert.match(rows[0].key, /^organisation_id,/, `${table} is keyed by organisation first`)
    }
  })

  test('without a scope there is not one row, in any table', async ({ assert }) => {
    await makeWorkshop()
    for (const table of await organisationTables()) {
      if (GLOBAL.includes(table)) continue
      const { rows } = await db.rawQuery(`select count(*)::int as rows from ${table}`)
      assert.equal(rows[0].rows, 0, table)
    }
  })

  test('a model outside a unit is refused by name', async ({ assert }) => {
    await assert.rejects(
      () => Branch.query().first(),
      'Model Branch was used outside a unit of work.'
    )
  })

  test('an organisation neither reads, writes nor deletes the rows of another', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [scope, foreign] = [await mine.scope(), await other.scope()]
    const branch = foreign.branch

    assert.isNull(await scope.read(() => Branch.query().where('id', branch.id).first()))
    await scope.work(async (unit) => {
      const changed = await unit.rows('update branches set name = ? where id = ? returning id', [
        'taken',
        branch.id,
      ])
      assert.lengthOf(changed, 0)
      assert.lengthOf(
        await unit.rows('delete from branches where id = ? returning id', [branch.id]),
        0
      )
    })
    await assert.rejects(
      () =>
        scope.work((unit) =>
          unit.rows('update branches set organisation_id = ?', [foreign.organisationId])
        ),
      /row-level security/
    )
  })

  test('a unit cannot be crossed into another organisation', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [scope, foreign] = [await mine.scope(), await other.scope()]
    await assert.rejects(
      () => scope.work(() => foreign.work(async () => 'crossed')),
      'A unit of another organisation is open.'
    )
  })

  test('nested work joins the transaction: one failure undoes all of it', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await assert.rejects(
      () =>
        scope.work(async () => {
          await scope.work(async (unit) => {
            await unit.rows('update branches set name = ?', ['renamed'])
          })
          throw new Error('the outer work fails')
        }),
      'the outer work fails'
    )
    const branch = await scope.read(() => Branch.query().firstOrFail())
    assert.equal(branch.name, 'Pune')
  })

  test('a unit whose commit the database refuses has failed, and says so', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    let told = false
    await assert.rejects(
      () =>
        scope.work(async (unit) => {
          await unit.rows('create temp table slots (n int unique deferrable initially deferred)')
          await unit.rows('insert into slots values (1), (1)')
          await unit.rows('update branches set name = ?', ['renamed'])
          unit.afterCommit(() => {
            told = true
          })
        }),
      /duplicate key value/
    )
    assert.isFalse(told, 'nobody was told of a success')
    assert.equal((await scope.read(() => Branch.query().firstOrFail())).name, 'Pune')
  })

  test('a failure that was caught inside a unit still undoes the unit', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await assert.rejects(
      () =>
        scope.work(async (unit) => {
          await unit.rows('update branches set name = ?', ['renamed'])
          await unit.rows('select 1 / 0').catch(() => [])
        }),
      /had failed, so nothing was saved/
    )
    assert.equal((await scope.read(() => Branch.query().firstOrFail())).name, 'Pune')
  })

  test('nothing is written inside scope.read', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await assert.rejects(
      () => scope.read((unit) => unit.rows('update branches set name = ?', ['x'])),
      /read-only transaction/
    )
    await assert.rejects(
      () => scope.read(() => scope.work(async () => 'written')),
      'A write was asked for inside scope.read().'
    )
  })

  test('a pooled connection forgets the organisation when the unit ends', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await Promise.all(Array.from({ length: 30 }, () => scope.read(() => Branch.query().first())))
    const left = await Promise.all(
      Array.from({ length: 30 }, () =>
        db.rawQuery(`select coalesce(current_setting('app.organisation_id', true), '') as id`)
      )
    )
    assert.deepEqual([...new Set(left.map(({ rows }) => rows[0].id))], [''])
  })
})

test.group('Audit log', () => {
  test('the database notes who changed what, from which request', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const branch = await scope.work(async () => {
      const row = await Branch.query().firstOrFail()
      return row.merge({ name: 'Karve Road' }).save()
    })
    const [entry] = await scope.read((unit) =>
      unit.rows<{ changes: object; actor_id: string; request_id: string }>(
        `select changes, actor_id, request_id from audit_log
          where table_name = 'branches' and row_id = ? and action = 'update'`,
        [branch.id]
      )
    )
    assert.deepEqual(entry.changes, { name: ['Pune', 'Karve Road'] })
    assert.equal(entry.actor_id, (await workshop.user()).id)
    assert.equal(entry.request_id, scope.requestId)
  })

  test('the application can neither write, change nor delete what is noted', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    for (const sql of [
      `update audit_log set actor_id = 'x'`,
      'delete from audit_log',
      `insert into audit_log (organisation_id, table_name, row_id, action, changes)
       values (kernel_organisation_id(), 'x', gen_random_uuid(), 'insert', '{}')`,
    ]) {
      await assert.rejects(() => scope.work((unit) => unit.rows(sql)), /permission denied/)
    }
  })

  test('the log of another organisation is out of sight', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const rows = await scope.read((unit) =>
      unit.rows('select 1 from audit_log where organisation_id = ?', [other.organisationId])
    )
    assert.lengthOf(rows, 0)
  })
})
