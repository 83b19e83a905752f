import type { BusinessDate } from '@karkhana/kernel/dates'
import { defineList, type ListQuery } from '@karkhana/kernel/lists'
import { asPaise } from '@karkhana/kernel/money'
import { ENTRIES } from '../records.ts'
import { financialYears, withinYear } from './financial_years.ts'
import { contains } from './like.ts'

interface Raw {
  id: string
  number: string
  date: BusinessDate
  narration: string
  source_module: string
  source_type: string
  source_event: string
  document_label: string | null
  total: string
  reverses: boolean
  reversed: boolean
}

/** Every journal entry, the latest day first. */
export const entriesList = defineList({
  from: (unit) =>
    unit
      .from('accounting_entries as e')
      .select('e.id', 'e.number', 'e.narration', 'e.source_module', 'e.source_type')
      .select('e.source_event', 'e.document_label')
      .select(
        unit.trx.raw('e.entry_date::text as date'),
        unit.trx.raw('e.reverses_id is not null as reverses'),
        unit.trx.raw(`exists (select 1 from accounting_entries r
          where r.organisation_id = e.organisation_id and r.reverses_id = e.id) as reversed`),
        unit.trx.raw(`(select sum(l.debit) from accounting_lines l
          where l.organisation_id = e.organisation_id and l.entry_id = e.id) as total`)
      ),
  id: 'e.id',
  record: ENTRIES,
  search: (query, term) =>
    query.where((either: ListQuery) =>
      either
        .whereILike('e.number', contains(term))
        .orWhereILike('e.narration', contains(term))
        .orWhereILike('e.document_label', contains(term))
    ),
  filters: {
    year: { label: 'Financial year', options: financialYears, apply: withinYear('e.entry_date') },
    origin: {
      label: 'Posted',
      options: [
        { value: 'manual', label: 'By hand' },
        { value: 'document', label: 'By documents' },
      ],
      apply: (query, value) =>
        query.where('e.source_module', value === 'manual' ? '=' : '<>', 'accounting'),
    },
  },
  sorts: {
    newest: {
      label: 'Latest day first',
      column: 'e.entry_date',
      type: 'date',
      direction: 'desc',
    },
    oldest: {
      label: 'Earliest day first',
      column: 'e.entry_date',
      type: 'date',
      direction: 'asc',
    },
  },
  defaultSort: 'newest',
  row: (raw: Raw) => ({
    id: raw.id,
    number: raw.number,
    date: raw.date,
    narration: raw.narration,
    source: { module: raw.source_module, type: raw.source_type, event: raw.source_event },
    documentLabel: raw.document_label,
    amount: asPaise(raw.total),
    reverses: raw.reverses,
    reversed: raw.reversed,
  }),
})

export type EntryRow = ReturnType<typeof entriesList.row>
