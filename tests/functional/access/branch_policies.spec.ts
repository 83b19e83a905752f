import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { createContact } from '../../../modules/contacts/services/contacts.ts'
import { createTicket } from '../../../modules/tickets/services/tickets.ts'

/** Tables of the kernel with a branch that every member may know of, and why. */
const SHARED: Record<string, string> = {
  number_formats: 'How documents are numbered is a setting of the organisation.',
  branch_holidays: 'When a branch is closed is told to customers of every branch.',
  letterheads: 'They lie under papers that whoever sees the record may print.',
  payment_details: 'They stand on bills, for every customer to read.',
  search_documents: 'They follow the branch of their records, by a policy of their own.',
}

/** Ids of every row that the present transaction sees, by table. */
async function seen(workshop: Workshop, branchIds: string[] | null, tables: string[]) {
  const scope = (await workshop.scope()).with({ branchIds })
  return scope.read(async (unit) => {
    const entries: [string, Set<string>][] = []
    for (const table of tables) {
      const rows = await unit.rows<{ id: string }>(`select id from ${table}`)
      entries.push([table, new Set(rows.map(({ id }) => id))])
    }
    return new Map(entries)
  })
}

test.group('Limits to branches', () => {
  test('stand in the database for every table with a branch, and for the parts of its records', async ({
    assert,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const { rows: columns } = await db.rawQuery(
      `select table_name from information_schema.columns
        where table_schema = 'public' and column_name = 'branch_id'`
    )
    const { rows: policies } = await db.rawQuery(
      `select tablename, qual, with_check from pg_policies
        where schemaname = 'public' and permissive = 'RESTRICTIVE' and cmd = 'ALL'`
    )
    const restricted = new Map(
      (policies as { tablename: string; qual: string; with_check: string }[]).map((policy) => [
        policy.tablename,
        policy,
      ])
    )
    const withBranch = (columns as { table_name: string }[]).map((row) => row.table_name)
    const rules = registry.manifests().flatMap(({ records }) => records)
    assert.includeMembers(withBranch, ['tickets_tickets', 'invoicing_payments'])
    for (const table of withBranch.filter((name) => !SHARED[name])) {
      assert.equal(
        rules.find((rule) => rule.table === table)?.branch,
        'branch_id',
        `${table} has a branch: its module says so in "records"`
      )
    }
    for (const rule of rules.filter(({ branch }) => branch)) {
      for (const table of [rule.table, ...Object.keys(rule.parts)]) {
        const policy = restricted.get(table)
        assert.include(policy?.qual, 'kernel_branch_ids', `${table} lacks restrictToBranches`)
        assert.equal(
          policy?.with_check,
          policy?.qual,
          `${table} is guarded when written to as well`
        )
      }
    }
  })

  test('leave nothing of another branch to plain SQL, and let nothing be moved or added there', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const [here, there] = [await workshop.branch('HERE'), await workshop.branch('THER')]
    const ticketIn = async (branchId: string) => {
      const scope = (await workshop.scope()).with({ branchId })
      const contact = await createContact(scope, {
        name: 'Anil Deshmukh',
        kind: 'customer',
        phone: null,
      } as Parameters<typeof createContact>[1])
      return createTicket(scope, {
        contactId: contact.id,
        complaint: 'Does not charge',
        priority: 'P3',
        source: 'counter',
      })
    }
    const [mine, theirs] = [await ticketIn(here.id), await ticketIn(there.id)]
    const limited = (await workshop.scope()).with({ branchIds: [here.id], branchId: here.id })

    const visible = await limited.read((unit) =>
      unit.rows<{ id: string }>('select id from tickets_tickets')
    )
    assert.deepEqual(
      visible.map(({ id }) => id),
      [mine.id]
    )
    const history = await limited.read((unit) =>
      unit.rows<{ ticket_id: string }>('select distinct ticket_id from tickets_history')
    )
    assert.deepEqual(
      history.map((row) => row.ticket_id),
      [mine.id]
    )
    const touched = await limited.work((unit) =>
      unit.rows("update tickets_tickets set complaint = 'mine' where id = ? returning id", [
        theirs.id,
      ])
    )
    assert.lengthOf(touched, 0)
    const refused = [
      ['move', "update tickets_tickets set branch_id = ? where id = '" + mine.id + "'"],
      [
        'add',
        `insert into tickets_tickets
           select (jsonb_populate_record(t, jsonb_build_object('branch_id', ?::text, 'id',
                   gen_random_uuid(), 'number', 'X-1'))).* from tickets_tickets t`,
      ],
    ]
    for (const [what, sql] of refused) {
      const message = await limited
        .work((unit) => unit.rows(sql, [there.id]))
        .then(
          () => 'nothing',
          (error: Error) => error.message
        )
      assert.include(message, 'violates row-level security', what)
    }
    const none = await seen(workshop, [], ['tickets_tickets', 'tickets_history'])
    assert.equal(none.get('tickets_tickets')!.size, 0, 'a limit that names no branch shows none')
    const all = await seen(workshop, null, ['tickets_tickets'])
    assert.equal(all.get('tickets_tickets')!.size, 2)
  })
})
