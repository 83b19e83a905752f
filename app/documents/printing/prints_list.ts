import { defineList, type ListQuery } from '../../lists/define_list.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { PRINT_RUN_COLUMNS, printRunView, type PrintRun, type PrintRunRow } from './print_run.ts'

/** What the reader had printed, newest first. */
export const printList = defineList<PrintRunRow, PrintRun>({
  from: prints,
  id: 'p.id',
  search: (query, term) => {
    void query.whereILike('p.file_name', `%${term.replace(/[\\%_]/g, '\\$&')}%`)
  },
  filters: {
    state: {
      label: 'State',
      options: [
        { value: 'running', label: 'Being printed' },
        { value: 'done', label: 'Ready' },
        { value: 'failed', label: 'Failed' },
        { value: 'cancelled', label: 'Stopped' },
      ],
      apply: (query, value) => {
        void query.where('p.state', value)
      },
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'p.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: printRunView,
})

function prints(unit: Unit): ListQuery {
  return unit
    .from('print_runs as p')
    .where('p.member_id', unit.scope.actor.memberId ?? NOBODY)
    .select(unit.trx.raw(PRINT_RUN_COLUMNS))
}

const NOBODY = '00000000-0000-0000-0000-000000000000'
