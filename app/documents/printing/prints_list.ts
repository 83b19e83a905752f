import { defineList, type ListQuery } from '../../lists/define_list.ts'
import { NOBODY } from '../../runs/find.ts'
import { RUN_STATES } from '../../runs/states.ts'
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
      options: RUN_STATES,
      apply: (query, value) => {
        void query.where('r.state', value)
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
    .joinRaw('join runs as r on r.organisation_id = p.organisation_id and r.id = p.id')
    .where('p.organisation_id', unit.scope.organisationId)
    .where('r.member_id', unit.scope.actor.memberId ?? NOBODY)
    .select(unit.trx.raw(PRINT_RUN_COLUMNS))
}
