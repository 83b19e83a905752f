import type { Scope, Unit } from '@karkhana/kernel'
import { randomUUID } from 'node:crypto'

/** Inserts an entry past every service, as a faulty program would; answers with its id. */
export async function rawEntry(unit: Unit, date = '2026-11-20'): Promise<string> {
  const id = randomUUID()
  await unit.table('accounting_entries').insert({
    organisation_id: unit.scope.organisationId,
    id,
    number: id,
    entry_date: date,
    narration: 'Past the service',
    source_module: 'test',
    source_type: 'raw',
    source_id: id,
    source_event: 'inserted',
    branch_id: unit.scope.branch.id,
    posted_by: 'test',
  })
  return id
}

/** Inserts one line of an entry. */
export async function rawLine(
  unit: Unit,
  entryId: string,
  line: { account: string; debit?: number; credit?: number; position: number; date?: string }
) {
  await unit.table('accounting_lines').insert({
    organisation_id: unit.scope.organisationId,
    id: randomUUID(),
    entry_id: entryId,
    account_id: line.account,
    entry_date: line.date ?? '2026-11-20',
    position: line.position,
    debit: line.debit ?? 0,
    credit: line.credit ?? 0,
  })
}

/** Id of a system account. */
export async function accountId(scope: Scope, key: string): Promise<string> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ id: string }>('select id from accounting_accounts where key = ?', [key])
  )
  return row.id
}
