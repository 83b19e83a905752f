import { getBranch, nextNumber, type Scope, type Unit } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { v7 as uuidv7 } from 'uuid'
import type { JournalSource, Posted } from '../contracts.ts'
import { checkDate, ensurePeriodOpen, holdPeriods } from './periods.ts'
import type { CheckedLine } from './journal_lines.ts'

/** An entry whose lines are checked and whose accounts are known. */
export interface Entry {
  date: BusinessDate
  narration: string
  source: JournalSource
  branchId: string
  lines: (CheckedLine & { accountId: string })[]
  document?: { label: string; path?: string } | null
  reversesId?: string | null
}

/**
 * Takes a source for this transaction and answers what was posted for it before. A second posting of
 * the same source waits here until the first has committed or given up.
 */
export async function holdSource(unit: Unit, source: JournalSource): Promise<Posted | null> {
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    JSON.stringify([
      unit.scope.organisationId,
      'accounting.source',
      source.module,
      source.type,
      source.id,
      source.event,
    ]),
  ])
  return findPosted(unit, source)
}

/** The entry of a source, if it has been posted. */
export async function findPosted(unit: Unit, source: JournalSource): Promise<Posted | null> {
  const [row] = await unit.rows<{ id: string; number: string }>(
    `select id, number from accounting_entries
      where source_module = ? and source_type = ? and source_id = ? and source_event = ?`,
    [source.module, source.type, source.id, source.event]
  )
  return row ? { entryId: row.id, number: row.number } : null
}

/**
 * Writes one checked entry with its lines. The month's totals are added by the database; at commit
 * it refuses the whole transaction when the entry does not balance.
 *
 * @throws RuleError E_PERIOD_LOCKED, NotFoundError for an unknown branch
 */
export async function writeEntry(unit: Unit, entry: Entry): Promise<Posted> {
  const { scope } = unit
  checkDate(entry.date)
  await holdPeriods(unit)
  await ensurePeriodOpen(unit, entry.date)
  const branch = await branchOf(scope, entry.branchId)
  const number = await nextNumber(unit, {
    series: 'accounting.journal',
    branch,
    date: entry.date,
  })
  const id = newId(scope)
  await unit.table('accounting_entries').insert({
    ...stamps(scope),
    id,
    number,
    entry_date: entry.date,
    narration: entry.narration,
    source_module: entry.source.module,
    source_type: entry.source.type,
    source_id: entry.source.id,
    source_event: entry.source.event,
    document_label: entry.document?.label ?? null,
    document_path: entry.document?.path ?? null,
    branch_id: branch.id,
    reverses_id: entry.reversesId ?? null,
    posted_by: scope.actor.name,
  })
  await unit.table('accounting_lines').multiInsert(
    entry.lines.map((line, index) => ({
      ...stamps(scope),
      id: newId(scope, index),
      entry_id: id,
      account_id: line.accountId,
      entry_date: entry.date,
      position: index + 1,
      debit: line.debit,
      credit: line.credit,
      contact_id: line.contactId,
      memo: line.memo,
    }))
  )
  return { entryId: id, number }
}

/** The chosen branch, also when it has been closed since. */
async function branchOf(scope: Scope, id: string): Promise<{ id: string; code: string }> {
  return scope.branches.find((branch) => branch.id === id) ?? getBranch(scope, id)
}

/** Ids follow the clock of the scope; `seq` keeps the lines of one entry in their order. */
function newId(scope: Scope, seq = 0) {
  return uuidv7({ msecs: scope.now().toMillis(), seq })
}

function stamps(scope: Scope) {
  const now = scope.now().toISO()
  return { organisation_id: scope.organisationId, created_at: now, updated_at: now }
}
