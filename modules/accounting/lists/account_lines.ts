import type { BusinessDate } from '@karkhana/kernel/dates'
import { defineList, type ListQuery } from '@karkhana/kernel/lists'
import { asPaise } from '@karkhana/kernel/money'
import { financialYears, withinYear } from './financial_years.ts'
import { contains } from './like.ts'

interface Raw {
  id: string
  date: BusinessDate
  entry_id: string
  number: string
  narration: string
  memo: string | null
  debit: string
  credit: string
}

/** The lines of one account in the order of the books, earliest first. */
export function accountLinesList(accountId: string) {
  return defineList({
    from: (unit) =>
      unit
        .from('accounting_lines as l')
        .join('accounting_entries as e', (join) =>
          join.on('e.organisation_id', 'l.organisation_id').andOn('e.id', 'l.entry_id')
        )
        .where('l.account_id', accountId)
        .select('l.id', 'l.entry_id', 'e.number', 'e.narration', 'l.memo', 'l.debit', 'l.credit')
        .select(unit.trx.raw('l.entry_date::text as date')),
    id: 'l.id',
    search: (query, term) =>
      query.where((either: ListQuery) =>
        either
          .whereILike('e.number', contains(term))
          .orWhereILike('e.narration', contains(term))
          .orWhereILike('l.memo', contains(term))
      ),
    filters: {
      year: { label: 'Financial year', options: financialYears, apply: withinYear('l.entry_date') },
    },
    sorts: {
      books: {
        label: 'Order of the books',
        column: 'l.entry_date',
        type: 'date',
        direction: 'asc',
      },
    },
    defaultSort: 'books',
    row: (raw: Raw) => ({
      id: raw.id,
      date: raw.date,
      entryId: raw.entry_id,
      number: raw.number,
      narration: raw.narration,
      memo: raw.memo,
      debit: asPaise(raw.debit),
      credit: asPaise(raw.credit),
    }),
  })
}

export type AccountLine = ReturnType<ReturnType<typeof accountLinesList>['row']>
