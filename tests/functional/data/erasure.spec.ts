import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { sealOrganisation } from '../../../app/audit/seal.ts'
import { verifyAudit } from '../../../app/audit/verify.ts'
import { runRetention } from '../../../app/data/erasure/retention.ts'
import type { Garage } from './support/garage.ts'
import { LINES } from '../../helpers/repair.ts'
import { asOwner } from '../audit/support/owner.ts'
import { makeGarage } from './support/garage.ts'

const registry = () => app.container.make(ModuleRegistry)
const pathOf = ({ contactId }: Garage) => `/settings/data/people/contacts.contact/${contactId}`

/** Every text that the organisation holds, its audit trail included. */
async function everything(scope: Scope, not: string[] = []): Promise<string> {
  return scope.read(async (unit) => {
    const tables = await unit.rows<{ name: string }>(
      `select c.relname as name from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`
    )
    const texts: string[] = []
    for (const { name } of tables) {
      if (not.includes(name)) continue
      const rows = await unit.rows<{ line: string }>(
        `select to_jsonb(t)::text as line from ${name} t where organisation_id = ?`,
        [scope.organisationId]
      )
      texts.push(...rows.map(({ line }) => `${name} ${line}`))
    }
    return texts.join('\n')
  })
}

async function finishTicket({ program, ticketId }: Garage) {
  await program.act(`/tickets/${ticketId}/transitions`, {
    transition: 'cancel',
    reason: 'Came by mistake',
  })
}

/** An invoice of a day, issued and paid. */
async function sell({ program, contactId, vehicleId }: Garage, date: string) {
  const draft = await program.create('/invoicing', {
    contactId,
    vehicleId,
    date,
    lines: LINES.map((line) => ({ ...line, kind: 'service' })).slice(0, 1),
  })
  const issued = await program.act(`/invoicing/${draft.id}/issue`, { version: draft.version })
  await program.create(`/invoicing/${draft.id}/payments`, {
    idempotencyKey: randomUUID(),
    mode: 'upi',
    reference: 'UPI 632112345678',
    amount: issued.balance,
    date,
  })
  return draft.id
}

test.group('Erasing a customer', () => {
  test('is planned first: what goes, what stays, by which law and until when', async ({
    assert,
    client,
  }) => {
    const garage = await makeGarage(client)
    await sell(garage, '2026-04-02')
    const { plan } = (await garage.program.get(pathOf(garage))) as unknown as {
      plan: {
        confirmation: string
        tables: { table: string; replaced: string[]; kept: object | null }[]
        blockers: { what: string; title: string }[]
      }
    }
    assert.equal(plan.confirmation, `ERASE Raj ${garage.marker}`)
    assert.containsSubset(plan.tables, [
      { table: 'contacts_contacts', replaced: ['Name'] },
      { table: 'tickets_tickets', replaced: ['Complaint'] },
      { table: 'invoicing_invoices', kept: { law: 'CGST Act s.36', until: '2034-04-02' } },
    ])
    assert.containsSubset(plan.blockers, [{ what: 'ticket' }])
  })

  test('waits for open work, and for what has to be typed', async ({ assert, client }) => {
    const garage = await makeGarage(client)
    const confirmation = `ERASE Raj ${garage.marker}`
    const blocked = await garage.program.ask('POST', `${pathOf(garage)}/erase`, { confirmation })
    blocked.assertStatus(422)
    assert.equal(blocked.body().code, 'E_ERASURE_BLOCKED')
    assert.match(blocked.body().detail ?? blocked.text(), /ticket/)

    await finishTicket(garage)
    const wrong = await garage.program.ask('POST', `${pathOf(garage)}/erase`, {
      confirmation: 'ERASE Raj',
    })
    wrong.assertStatus(422)
    assert.equal(wrong.body().code, 'E_CONFIRMATION')
    const manager = await client
      .post(`/api/v1${pathOf(garage)}/erase`)
      .bearerToken(await garage.workshop.token('manager'))
      .json({ confirmation })
    manager.assertStatus(403)
    const scope = await garage.workshop.scope()
    assert.include(await everything(scope), garage.marker)
  })

  test('leaves no trace in any table nor in the audit trail, whose seals still hold', async ({
    assert,
    client,
  }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    await finishTicket(own)
    const scope = await own.workshop.scope()
    await sealOrganisation(scope.organisationId)
    assert.include(await everything(scope), own.marker)

    const done = await own.program.act(`${pathOf(own)}/erase`, {
      confirmation: `ERASE Raj ${own.marker}`,
    })
    assert.isNull(done.keptUntil)
    assert.isAbove(done.auditEntries as number, 3)

    const left = await everything(scope)
    assert.notInclude(left, own.marker)
    assert.notInclude(left, '98220 12345')
    assert.notInclude(left, '9822012345')
    assert.notInclude(left, 'MH12AB1234')
    assert.include(await everything(await other.workshop.scope()), other.marker)

    const contact = await own.program.get(`/contacts/${own.contactId}`)
    assert.equal(contact.name, `Erased ${own.contactId.slice(-8)}`)
    assert.isNull(contact.phone)

    assert.deepEqual((await verifyAudit(scope.organisationId)).problems, [])
    await sealOrganisation(scope.organisationId)
    assert.deepEqual((await verifyAudit(scope.organisationId)).problems, [])
    const events = await own.program.get('/settings/audit/events?what=data.person_erased')
    assert.lengthOf(events as unknown as unknown[], 1)
  })

  test('done twice, does nothing the second time', async ({ assert, client }) => {
    const own = await makeGarage(client)
    await finishTicket(own)
    await own.program.act(`${pathOf(own)}/erase`, { confirmation: `ERASE Raj ${own.marker}` })
    const scope = await own.workshop.scope()
    const before = await scope.read((unit) =>
      unit.rows('select id, version, name from contacts_contacts order by id')
    )
    const { plan } = (await own.program.get(pathOf(own))) as unknown as {
      plan: { confirmation: string }
    }
    const again = await own.program.act(`${pathOf(own)}/erase`, {
      confirmation: plan.confirmation,
    })
    assert.isTrue(
      Object.values(again.tables as Record<string, { erased: number }>).every(
        ({ erased }) => erased === 0
      )
    )
    assert.deepEqual(
      await scope.read((unit) =>
        unit.rows('select id, version, name from contacts_contacts order by id')
      ),
      before
    )
  })

  test('takes fields of the organisation’s own along that are marked personal', async ({
    assert,
    client,
  }) => {
    const own = await makeGarage(client)
    await finishTicket(own)
    const scope = await own.workshop.scope()
    await scope.work(async (unit) => {
      for (const [position, key] of ['whatsapp', 'fleet_no'].entries()) {
        await unit.table('custom_fields').insert({
          organisation_id: scope.organisationId,
          id: randomUUID(),
          table_name: 'contacts_contacts',
          key,
          label: key,
          kind: 'text',
          position,
          personal: key === 'whatsapp',
        })
      }
      await unit.rows('update contacts_contacts set custom = ? where id = ?', [
        JSON.stringify({ whatsapp: `wa ${own.marker}`, fleet_no: 'F-7' }),
        own.contactId,
      ])
    })
    await own.program.act(`${pathOf(own)}/erase`, { confirmation: `ERASE Raj ${own.marker}` })
    const [{ custom }] = await scope.read((unit) =>
      unit.rows<{ custom: object }>('select custom from contacts_contacts where id = ?', [
        own.contactId,
      ])
    )
    assert.deepEqual(custom, { whatsapp: null, fleet_no: 'F-7' })
    assert.notInclude(await everything(scope), own.marker)
  })

  test('keeps what the law asks for, until a retention run after its time', async ({
    assert,
    client,
  }) => {
    const own = await makeGarage(client)
    await finishTicket(own)
    const [old, young] = [await sell(own, '2017-08-01'), await sell(own, '2026-04-02')]
    const scope = await own.workshop.scope()
    const buyers = async () =>
      Object.fromEntries(
        (
          await scope.read((unit) =>
            unit.rows<{ id: string; name: string; total: string }>(
              `select id, buyer ->> 'name' as name, total::text as total from invoicing_invoices`
            )
          )
        ).map(({ id, name, total }) => [id, { name, total }])
      )
    const name = `Raj ${own.marker}`
    const totals = await buyers()
    assert.equal(totals[old].name, name)

    const { plan } = (await own.program.get(pathOf(own))) as unknown as {
      plan: { tables: { kept: { until: string } | null }[] }
    }
    const untils = plan.tables.flatMap(({ kept }) => kept?.until ?? []).sort()
    assert.include(untils, '2034-04-02')
    const done = await own.program.act(`${pathOf(own)}/erase`, { confirmation: `ERASE ${name}` })
    assert.equal(done.keptUntil, untils.at(-1), 'the longest of all')
    assert.equal((await buyers())[old].name, name, 'kept by law')
    assert.equal((await buyers())[young].name, name)
    await sealOrganisation(scope.organisationId)

    const planned = await runRetention(scope, await registry(), { dryRun: true })
    assert.containsSubset(planned.tables, [{ table: 'invoicing_invoices', due: 1, erased: null }])
    assert.equal((await buyers())[old].name, name, 'a dry run changes nothing')

    const run = await runRetention(scope, await registry())
    assert.containsSubset(run.tables, [{ table: 'invoicing_invoices', due: 1, erased: 1 }])
    const after = await buyers()
    assert.deepEqual(after[old], { name: `Erased ${old.slice(-8)}`, total: totals[old].total })
    assert.equal(after[young].name, name, 'its time is not over')
    const narrations = await scope.read((unit) =>
      unit.rows<{ narration: string; day: string }>(
        'select narration, entry_date::text as day from accounting_entries order by entry_date'
      )
    )
    assert.isTrue(
      narrations.every(({ narration, day }) => day.startsWith('2017') !== narration.includes(name))
    )
    assert.deepEqual((await runRetention(scope, await registry())).tables, [])
    assert.deepEqual((await verifyAudit(scope.organisationId)).problems, [])
  })
})

test.group('What keeps erasing honest', () => {
  test('the application can change no amount, and no row of a ledger, by it', async ({
    assert,
    client,
  }) => {
    const own = await makeGarage(client)
    await sell(own, '2026-04-02')
    const scope = await own.workshop.scope()
    const attempt = (sql: string, bindings: unknown[] = []) =>
      scope.work(async (unit) => {
        await unit.rows(`select set_config('app.erasing', pg_current_xact_id()::text, true)`)
        await unit.rows(sql, bindings)
      })
    await assert.rejects(
      () => attempt(`update invoicing_payments set amount = 1`),
      /permission|denied|append-only/
    )
    await assert.rejects(
      () => attempt(`update invoicing_invoices set total = 1 where status = 'issued'`),
      /cannot be changed/
    )
    await assert.rejects(() => attempt(`update audit_log set changes = '{}'`), /permission denied/)
    await assert.rejects(
      () =>
        attempt(
          `select kernel_erase_rows(gen_random_uuid(), 'contacts_contacts', '{}'::uuid[], false)`
        ),
      /is not open/
    )
    await assert.rejects(
      () =>
        attempt(
          `insert into audit_redactions (organisation_id, entry_id, erasure_id, digest, text_hash, columns)
        values (?, 1, gen_random_uuid(), '', '', '{}')`,
          [scope.organisationId]
        ),
      /permission denied/
    )
  })

  test('the law cannot be erased before its time, whoever asks the database', async ({
    assert,
    client,
  }) => {
    const own = await makeGarage(client)
    await sell(own, '2026-04-02')
    const scope = await own.workshop.scope()
    const erased = await scope.work(async (unit) => {
      const id = randomUUID()
      await unit.table('data_erasures').insert({
        organisation_id: scope.organisationId,
        id,
        kind: 'retention',
        requested_by: 'somebody',
      })
      const ids = await unit.rows<{ id: string }>('select id from invoicing_invoices')
      const [{ rows }] = await unit.rows<{ rows: string }>(
        `select kernel_erase_rows(?, 'invoicing_invoices', ?::uuid[], true)::text as rows`,
        [id, ids.map((row) => row.id)]
      )
      return Number(rows)
    })
    assert.equal(erased, 0)
    assert.include(await everything(scope, ['audit_log']), own.marker)
  })

  test('whoever redacts the trail by the database alone is found out', async ({
    assert,
    client,
  }) => {
    const own = await makeGarage(client)
    const scope = await own.workshop.scope()
    await sealOrganisation(scope.organisationId)
    await finishTicket(own)
    await sealOrganisation(scope.organisationId)
    await own.program.act(`${pathOf(own)}/erase`, { confirmation: `ERASE Raj ${own.marker}` })
    assert.deepEqual((await verifyAudit(scope.organisationId)).problems, [])

    const guards: [string, string][] = [
      ['audit_log', 'audit_log_append_only'],
      ['audit_redactions', 'audit_redactions_append_only'],
      ['audit_redactions', 'audit_redactions_signed'],
    ]
    const [redacted] = await scope.read((unit) =>
      unit.rows<{ id: string }>('select entry_id::text as id from audit_redactions limit 1')
    )
    const [untouched] = await scope.read((unit) =>
      unit.rows<{ id: string }>(
        `select id::text as id from audit_log where table_name = 'branches' and seal is not null limit 1`
      )
    )
    await asOwner(scope.organisationId, async (ask) => {
      for (const [table, guard] of guards) {
        await ask(`alter table ${table} disable trigger ${guard}`)
      }
      // one more word in an entry that was redacted, and a forged redaction of another
      await ask(`update audit_log set changes = changes || '{"x": [1, 2]}' where id = $1`, [
        redacted.id,
      ])
      await ask(`update audit_log set changes = '{}' where id = $1`, [untouched.id])
      await ask(
        `insert into audit_redactions (organisation_id, entry_id, erasure_id, digest, text_hash, columns, key_id, signature)
         select a.organisation_id, a.id, gen_random_uuid(), a.digest, sha256(convert_to(kernel_audit_text(a), 'UTF8')),
                '{name}', r.key_id, r.signature
           from audit_log a, (select * from audit_redactions limit 1) r where a.id = $1`,
        [untouched.id]
      )
      for (const [table, guard] of guards) await ask(`alter table ${table} enable trigger ${guard}`)
    })
    const { problems } = await verifyAudit(scope.organisationId)
    assert.sameMembers(
      problems.map(({ kind, row }) => `${kind} ${row}`),
      [`row_changed ${redacted.id}`, `row_changed ${untouched.id}`]
    )
  })

  test('a member who works here cannot be erased; one who left can, with their account', async ({
    assert,
    client,
  }) => {
    const own = await makeGarage(client)
    const { user, membership } = await own.workshop.memberWith({
      role: 'technician',
      name: 'Tara Technician',
    })
    const path = `/settings/data/people/kernel.member/${membership.id}`
    const confirmation = 'ERASE Tara Technician'
    const blocked = await own.program.ask('POST', `${path}/erase`, { confirmation })
    blocked.assertStatus(422)
    assert.match(blocked.text(), /active member/)

    await db.rawQuery('update memberships set active = false, ended_at = now() where id = ?', [
      membership.id,
    ])
    await own.program.act(`${path}/erase`, { confirmation })
    await user.refresh()
    assert.equal(user.name, `Erased ${user.id.slice(-8)}`)
    assert.match(user.email, /@erased\.invalid$/)
    assert.isNull(user.password)
    assert.isNotNull(user.disabledAt)
  })

  test('the account of a member who left stays while another organisation knows the person', async ({
    assert,
    client,
  }) => {
    const [own, other] = [await makeGarage(client), await makeGarage(client)]
    const { user, membership } = await own.workshop.memberWith({
      role: 'technician',
      name: 'Tara Technician',
    })
    await db.rawQuery(
      `insert into memberships (id, organisation_id, user_id, role, active, ended_at, created_at, updated_at)
       values (?, ?, ?, 'technician', false, now(), now(), now())`,
      [randomUUID(), other.workshop.organisationId, user.id]
    )
    await db.rawQuery('update memberships set active = false, ended_at = now() where id = ?', [
      membership.id,
    ])
    await own.program.act(`/settings/data/people/kernel.member/${membership.id}/erase`, {
      confirmation: 'ERASE Tara Technician',
    })
    await user.refresh()
    assert.equal(user.name, 'Tara Technician')
    assert.isNull(user.disabledAt)
  })
})
