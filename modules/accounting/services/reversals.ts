import type { Unit } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { asPaise } from '@karkhana/kernel/money'
import type { JournalSource } from '../contracts.ts'
import type { Entry } from './posting.ts'

/** An entry with what a reversal takes over from it. */
export interface Original {
  id: string
  number: string
  branchId: string
  documentLabel: string | null
  documentPath: string | null
  sourceModule: string
  sourceType: string
  sourceId: string
  /** The entry that this one takes back; `null` for entries of their own. */
  reversesId: string | null
  /** Number of the entry that has reversed it. */
  reversedBy: string | null
}

const ORIGINAL = `
  select e.id, e.number, e.branch_id as "branchId", e.document_label as "documentLabel",
         e.document_path as "documentPath", e.source_module as "sourceModule",
         e.source_type as "sourceType", e.source_id as "sourceId", e.reverses_id as "reversesId",
         r.number as "reversedBy"
    from accounting_entries e
    left join accounting_entries r
      on r.organisation_id = e.organisation_id and r.reverses_id = e.id`

/** The entry of a source; `null` when nothing was posted for it. */
export async function entryToReverse(unit: Unit, source: JournalSource): Promise<Original | null> {
  const [row] = await unit.rows<Original>(
    `${ORIGINAL} where e.source_module = ? and e.source_type = ? and e.source_id = ?
       and e.source_event = ?`,
    [source.module, source.type, source.id, source.event]
  )
  return row ?? null
}

/** The entry with this id; `null` when there is none. */
export async function originalById(unit: Unit, id: string): Promise<Original | null> {
  const [row] = await unit.rows<Original>(`${ORIGINAL} where e.id = ?`, [id])
  return row ?? null
}

/** The entry that turns every line of `original` to the other side. */
export async function reversalOf(
  unit: Unit,
  original: Original,
  reversal: { source: JournalSource; date: BusinessDate; narration: string }
): Promise<Entry> {
  const lines = await unit.rows<{
    account_id: string
    debit: string
    credit: string
    contact_id: string | null
    memo: string | null
  }>(
    `select account_id, debit, credit, contact_id, memo
       from accounting_lines where entry_id = ? order by position`,
    [original.id]
  )
  return {
    ...reversal,
    branchId: original.branchId,
    reversesId: original.id,
    document: original.documentLabel
      ? { label: original.documentLabel, path: original.documentPath ?? undefined }
      : null,
    lines: lines.map((line) => ({
      accountId: line.account_id,
      debit: asPaise(line.credit),
      credit: asPaise(line.debit),
      contactId: line.contact_id,
      memo: line.memo,
    })),
  }
}
