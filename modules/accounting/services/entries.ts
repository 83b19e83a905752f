import { NotFoundError, type Scope, type Unit } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { asPaise, sum, type Paise } from '@karkhana/kernel/money'
import type {} from '@karkhana/contacts/contracts'
import { isManual } from './manual_journal.ts'

/** One side of an entry, as its page shows it. */
export interface EntryLine {
  id: string
  accountId: string
  code: string
  account: string
  debit: Paise
  credit: Paise
  memo: string | null
  contact: { id: string; name: string | null } | null
}

/** A journal entry with its lines. */
export interface EntryRecord {
  id: string
  number: string
  date: BusinessDate
  narration: string
  branch: string
  postedBy: string
  /** ISO instant, UTC. */
  postedAt: string
  source: { module: string; type: string; event: string; id: string }
  document: { label: string; path: string | null } | null
  reverses: { id: string; number: string } | null
  reversedBy: { id: string; number: string } | null
  /** Posted by a person, who may reverse it. */
  manual: boolean
  lines: EntryLine[]
  total: Paise
}

interface Head {
  id: string
  number: string
  date: BusinessDate
  narration: string
  branch: string
  postedBy: string
  postedAt: string
  sourceModule: string
  sourceType: string
  sourceId: string
  sourceEvent: string
  documentLabel: string | null
  documentPath: string | null
  reversesId: string | null
  reversesNumber: string | null
  reversedById: string | null
  reversedByNumber: string | null
}

const HEAD = `
  select e.id, e.number, e.entry_date::text as date, e.narration, b.name as branch,
         e.posted_by as "postedBy",
         to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "postedAt",
         e.source_module as "sourceModule", e.source_type as "sourceType",
         e.source_id as "sourceId", e.source_event as "sourceEvent",
         e.document_label as "documentLabel", e.document_path as "documentPath",
         o.id as "reversesId", o.number as "reversesNumber",
         r.id as "reversedById", r.number as "reversedByNumber"
    from accounting_entries e
    join branches b on b.organisation_id = e.organisation_id and b.id = e.branch_id
    left join accounting_entries o on o.organisation_id = e.organisation_id and o.id = e.reverses_id
    left join accounting_entries r on r.organisation_id = e.organisation_id and r.reverses_id = e.id
   where e.id = ?`

/** @throws NotFoundError */
export async function getEntry(scope: Scope, id: string): Promise<EntryRecord> {
  return scope.read(async (unit) => {
    const [head] = await unit.rows<Head>(HEAD, [id])
    if (!head) throw new NotFoundError('journal entry')
    const lines = await linesOf(unit, id)
    return {
      id: head.id,
      number: head.number,
      date: head.date,
      narration: head.narration,
      branch: head.branch,
      postedBy: head.postedBy,
      postedAt: head.postedAt,
      source: {
        module: head.sourceModule,
        type: head.sourceType,
        event: head.sourceEvent,
        id: head.sourceId,
      },
      document: head.documentLabel ? { label: head.documentLabel, path: head.documentPath } : null,
      reverses: link(head.reversesId, head.reversesNumber),
      reversedBy: link(head.reversedById, head.reversedByNumber),
      manual: isManual(head),
      lines,
      total: sum(lines.map((line) => line.debit)),
    }
  })
}

async function linesOf(unit: Unit, entryId: string): Promise<EntryLine[]> {
  const rows = await unit.rows<{
    id: string
    account_id: string
    code: string
    account: string
    debit: string
    credit: string
    memo: string | null
    contact_id: string | null
  }>(
    `select l.id, l.account_id, a.code, a.name as account, l.debit, l.credit, l.memo, l.contact_id
       from accounting_lines l
       join accounting_accounts a
         on a.organisation_id = l.organisation_id and a.id = l.account_id
      where l.entry_id = ? order by l.position`,
    [entryId]
  )
  const names = await contactNames(
    unit.scope,
    rows.map((row) => row.contact_id)
  )
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    code: row.code,
    account: row.account,
    debit: asPaise(row.debit),
    credit: asPaise(row.credit),
    memo: row.memo,
    contact: row.contact_id
      ? { id: row.contact_id, name: names.get(row.contact_id) ?? null }
      : null,
  }))
}

/** Names of the contacts, as far as the module Contacts is on and knows them. */
async function contactNames(scope: Scope, ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const directory = wanted.length > 0 ? await scope.contract('contacts.directory@1') : null
  const names = new Map<string, string>()
  for (const id of directory ? wanted : []) {
    const contact = await directory!.find(scope, id)
    if (contact) names.set(id, contact.name)
  }
  return names
}

function link(id: string | null, number: string | null) {
  return id && number ? { id, number } : null
}
