import { visible } from '@karkhana/kernel'
import { defineReport } from '@karkhana/kernel/module'
import { INVOICES } from '../records.ts'
import {
  REGISTER_COLUMNS,
  registerQuery,
  registerRow,
  type RawRegisterRow,
} from '../services/register.ts'

/** The sales register: every invoice that was given a number, in the order of its date. */
export default defineReport({
  id: 'invoicing.sales_register',
  title: 'Sales register',
  description: 'Which invoices were issued in a period, with what tax on each?',
  permission: 'invoicing.invoice.view',
  parameters: async (scope) => [
    { key: 'from', label: 'From', kind: 'date', required: true },
    { key: 'to', label: 'To', kind: 'date', required: true },
    {
      key: 'branch',
      label: 'Branch',
      kind: 'choice',
      options: scope.branches.map(({ id, name }) => ({ value: id, label: name })),
    },
  ],
  columns: REGISTER_COLUMNS,
  rows: (scope, { from, to, branch }) =>
    scope.read(async (unit) => {
      const query = visible(registerQuery(unit), scope, INVOICES, 'i')
        .whereNot('i.status', 'draft')
        .whereBetween('i.date', [String(from), String(to)])
        .orderBy('i.date')
        .orderBy('i.number')
        .limit(10_001)
      if (branch) query.where('i.branch_id', String(branch))
      return ((await query) as RawRegisterRow[]).map(registerRow)
    }),
})
