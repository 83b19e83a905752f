import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { BaseCommand } from '@adonisjs/core/ace'
import ace from '@adonisjs/core/services/ace'
import type { AuditProblem } from '../../../app/audit/problems.ts'
import { verifyAudit } from '../../../app/audit/verify.ts'
import { tamper, type Ask } from './support/owner.ts'
import { rowsOf, sealedWorkshop, write } from './support/trail.ts'

/** Chains a seal anew as the database does, the way a careful forger would. */
async function rechain(ask: Ask, id: string, seal: number) {
  await ask(
    `update audit_log a set digest = c.digest
       from (select b.at, b.id, kernel_audit_chain(s.previous_hash, kernel_audit_text(b)) over (order by b.id) as digest
               from audit_log b join audit_seals s
                 on s.organisation_id = b.organisation_id and s.sequence = b.seal
              where b.organisation_id = $1 and b.seal = $2) c
      where a.organisation_id = $1 and a.at = c.at and a.id = c.id`,
    [id, seal]
  )
  await ask(
    `update audit_seals s set
       hash = (select a.digest from audit_log a where a.organisation_id = $1 and a.seal = $2 order by a.id desc limit 1),
       rows = (select count(*) from audit_log a where a.organisation_id = $1 and a.seal = $2)
      where s.organisation_id = $1 and s.sequence = $2`,
    [id, seal]
  )
}

test.group('Verifying the audit trail finds', () => {
  test('a changed row, and names it', async ({ assert }) => {
    const { id, other } = await sealedWorkshop()
    const [, second] = await rowsOf(id, 2)
    await tamper(id, (ask) =>
      ask("update audit_log set actor_id = 'nobody' where id = $1", [second])
    )
    const { problems } = await verifyAudit(id)
    assert.deepEqual(problems, [{ kind: 'row_changed', seal: 2, row: second }])
    assert.deepEqual((await verifyAudit(other.organisationId)).problems, [])
  })

  for (const column of ['at', 'action', 'ip', 'changes', 'row_id', 'table_name', 'request_id']) {
    test(`a change of ${column} alone`, async ({ assert }) => {
      const { id } = await sealedWorkshop()
      const [row] = await rowsOf(id, 1)
      const values: Record<string, string> = {
        at: "at - interval '1 microsecond'",
        action: "case action when 'delete' then 'insert' else 'delete' end",
        changes: `changes || '{"name": ["a", "b"]}'`,
        row_id: 'gen_random_uuid()',
      }
      const value = values[column] ?? "'forged'"
      await tamper(id, (ask) =>
        ask(`update audit_log set ${column} = ${value} where id = $1`, [row])
      )
      assert.deepInclude((await verifyAudit(id)).problems, { kind: 'row_changed', seal: 1, row })
    })
  }

  test('a removed row, and names the one after it', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    const [, second, third] = await rowsOf(id, 2)
    await tamper(id, (ask) => ask('delete from audit_log where id = $1', [second]))
    const { problems } = await verifyAudit(id)
    assert.deepEqual(problems, [{ kind: 'row_missing', seal: 2, row: third }])
  })

  test('the last row of a seal removed', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    const rows = await rowsOf(id, 3)
    await tamper(id, (ask) => ask('delete from audit_log where id = $1', [rows.at(-1)]))
    const { problems } = await verifyAudit(id)
    assert.deepEqual(problems, [{ kind: 'rows_missing', seal: 3, row: rows.at(-2)! }])
  })

  test('all rows of a seal removed', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    await tamper(id, (ask) => ask('delete from audit_log where seal = 2'))
    assert.deepEqual((await verifyAudit(id)).problems, [
      { kind: 'rows_missing', seal: 2, row: null },
    ])
  })

  test('a row that was added to a seal', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    const [, second] = await rowsOf(id, 2)
    const added = await copyRow(id, second, { seal: 2 })
    const { problems } = await verifyAudit(id)
    assert.deepInclude(problems, { kind: 'row_added', seal: 2, row: added })
  })

  test('a row that was slipped in among old ones without a seal', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    const [first] = await rowsOf(id, 3)
    const added = await copyRow(id, first, { before: true })
    assert.deepEqual((await verifyAudit(id)).problems, [
      { kind: 'row_late', seal: null, row: added },
    ])
  })

  test('a removed seal, in the middle and at the end', async ({ assert }) => {
    const middle = await sealedWorkshop()
    await tamper(middle.id, (ask) => ask('delete from audit_seals where sequence = 2'))
    const kinds = (problems: AuditProblem[]) => problems.map(({ kind, seal }) => `${kind} ${seal}`)
    const found = kinds((await verifyAudit(middle.id)).problems)
    assert.include(found, 'seal_missing 2')
    assert.include(found, 'row_without_seal 2')

    const end = await sealedWorkshop()
    await tamper(end.id, (ask) => ask('delete from audit_seals where sequence = 3'))
    assert.include(kinds((await verifyAudit(end.id)).problems), 'row_without_seal 3')
  })

  test('two seals that changed places', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    await tamper(id, async (ask) => {
      for (const table of ['audit_seals', 'audit_log']) {
        const column = table === 'audit_seals' ? 'sequence' : 'seal'
        for (const [from, to] of [
          [2, 9],
          [3, 2],
          [9, 3],
        ]) {
          await ask(`update ${table} set ${column} = $2 where ${column} = $1`, [from, to])
        }
      }
    })
    const { problems } = await verifyAudit(id)
    assert.includeDeepMembers(problems, [
      { kind: 'chain_broken', seal: 2, row: null },
      { kind: 'signature_wrong', seal: 2, row: null },
      { kind: 'signature_wrong', seal: 3, row: null },
    ])
  })

  test('a careful forgery: row, digests and hashes computed anew down to the last seal', async ({
    assert,
  }) => {
    const { id } = await sealedWorkshop()
    const [first] = await rowsOf(id, 2)
    await tamper(id, async (ask) => {
      await ask("update audit_log set actor_id = 'nobody' where id = $1", [first])
      await rechain(ask, id, 2)
      await ask(
        `update audit_seals set previous_hash =
           (select hash from audit_seals where sequence = 2 and organisation_id = $1)
          where sequence = 3 and organisation_id = $1`,
        [id]
      )
      await rechain(ask, id, 3)
    })
    assert.deepEqual((await verifyAudit(id)).problems, [
      { kind: 'signature_wrong', seal: 2, row: null },
      { kind: 'signature_wrong', seal: 3, row: null },
    ])
  })

  test('a seal that was added with a signature of another key', async ({ assert }) => {
    const { id, workshop } = await sealedWorkshop()
    await write(workshop, 1)
    await tamper(id, async (ask) => {
      await ask('select kernel_seal_audit($1)', [id])
      await ask(
        "update audit_seals set signature = sha256('guess'), key_id = (select min(key_id) from audit_seals) where signature is null"
      )
    })
    assert.deepEqual((await verifyAudit(id)).problems, [
      { kind: 'signature_wrong', seal: 4, row: null },
    ])
    await tamper(id, (ask) => ask("update audit_seals set key_id = 'another' where sequence = 4"))
    assert.deepEqual((await verifyAudit(id)).problems, [
      { kind: 'signature_unknown', seal: 4, row: null },
    ])
  })

  test('a chain that was cut off, by a head that was noted elsewhere', async ({ assert }) => {
    const { id } = await sealedWorkshop()
    const { head } = await verifyAudit(id)
    await tamper(id, async (ask) => {
      await ask('delete from audit_log where seal = 3')
      await ask('delete from audit_seals where sequence = 3')
    })
    assert.deepEqual((await verifyAudit(id)).problems, [], 'the rest is whole in itself')
    assert.deepEqual((await verifyAudit(id, head)).problems, [
      { kind: 'chain_shortened', seal: 3, row: null },
    ])
  })
})

test.group('audit:verify', (group) => {
  group.each.setup(() => {
    ace.ui.switchMode('raw')
    return () => ace.ui.switchMode('normal')
  })

  test('ends with 0 for a whole trail and with 1 when it was tampered with', async ({ assert }) => {
    const { id, workshop } = await sealedWorkshop()
    assert.equal((await ace.exec('audit:verify', [`--org=${id}`])).exitCode, 0)

    const [row] = await rowsOf(id, 1)
    await tamper(id, (ask) => ask("update audit_log set ip = '10.0.0.1' where id = $1", [row]))
    const command = await ace.exec('audit:verify', [`--org=${id}`, '--json'])
    assert.equal(command.exitCode, 1)
    const answer = printed(command)
    assert.isFalse(answer.whole)
    assert.deepEqual(answer.organisations[0].problems, [{ kind: 'row_changed', seal: 1, row }])

    await write(workshop, 1)
    assert.equal((await ace.exec('audit:seal', [`--org=${id}`])).exitCode, 0)
    assert.equal((await verifyAudit(id)).unsealed, 0)
  })

  test('compares with the heads of an earlier answer', async ({ assert, cleanup }) => {
    const { id } = await sealedWorkshop()
    const folder = mkdtempSync(join(tmpdir(), 'karkhana-heads-'))
    cleanup(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'heads.json')
    const before = await ace.exec('audit:verify', [`--org=${id}`, '--json'])
    writeFileSync(file, JSON.stringify(printed(before)))
    await tamper(id, async (ask) => {
      await ask('delete from audit_log where seal = 3')
      await ask('delete from audit_seals where sequence = 3')
    })
    assert.equal((await ace.exec('audit:verify', [`--org=${id}`])).exitCode, 0)
    const compared = await ace.exec('audit:verify', [`--org=${id}`, `--heads=${file}`, '--json'])
    assert.equal(compared.exitCode, 1)
    assert.deepEqual(printed(compared).organisations[0].problems, [
      { kind: 'chain_shortened', seal: 3, row: null },
    ])
  })

  test('names the option that is wrong', async ({ assert }) => {
    for (const [option, value] of [
      ['--org', 'nobody'],
      ['--heads', '/no/such/file'],
    ]) {
      const command = await ace.exec('audit:verify', [`${option}=${value}`, '--json'])
      assert.equal(command.exitCode, 1)
      assert.equal(printed(command).error.options[0].option, option)
    }
  })
})

/** What a command printed last, read as JSON. */
function printed(command: BaseCommand) {
  return JSON.parse(command.ui.logger.getLogs().at(-1)!.message)
}

/** Copies a row as the owner can, into a seal or among the old ones without any; returns its id. */
async function copyRow(id: string, row: string, place: { seal?: number; before?: boolean }) {
  const digest = createHash('sha256').update('guess').digest()
  let added = ''
  await tamper(id, async (ask) => {
    await ask('alter table audit_log alter column id set generated by default')
    const { rows } = await ask(
      `insert into audit_log (organisation_id, at, id, table_name, row_id, action, changes, seal, digest)
       select organisation_id, at ${place.before ? "- interval '2 hours'" : ''},
              ${place.before ? '-1' : "nextval(pg_get_serial_sequence('audit_log', 'id'))"},
              table_name, row_id, action, '{}', $2, $3
         from audit_log where id = $1 returning id::text as id`,
      [row, place.seal ?? null, place.seal ? digest : null]
    )
    added = rows[0].id
    await ask('alter table audit_log alter column id set generated always')
  })
  return added
}
