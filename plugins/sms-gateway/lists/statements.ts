import { defineList } from '@karkhana/kernel/lists'
import { STATEMENTS } from '../records.ts'

/** A statement in the list. */
export interface StatementRow {
  id: string
  /** `YYYY-MM` */
  month: string
  /** Address of the PDF. */
  pdf: string
}

/** Statements that were made, the newest month first. */
export const statementList = defineList<{ id: string; month: string }, StatementRow>({
  from: (unit) =>
    unit
      .from('sms_gateway_statements as t')
      .where('t.organisation_id', unit.scope.organisationId)
      .select('t.id', unit.trx.raw(`to_char(t.month, 'YYYY-MM') as month`)),
  id: 't.id',
  record: STATEMENTS,
  filters: {},
  sorts: {
    newest: { label: 'Newest month first', column: 't.month', type: 'date', direction: 'desc' },
  },
  defaultSort: 'newest',
  row: ({ id, month }) => ({ id, month, pdf: `/documents/sms-gateway.statement/${id}/pdf` }),
})
