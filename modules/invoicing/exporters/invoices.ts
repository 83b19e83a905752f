import { visible } from '@karkhana/kernel'
import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import { INVOICES } from '../records.ts'
import {
  REGISTER_COLUMNS,
  registerQuery,
  registerRow,
  type RawRegisterRow,
} from '../services/register.ts'

/** The invoices that the reader may see, drafts too. */
export default defineExporter({
  id: 'invoicing.invoices',
  label: 'Invoices',
  permission: 'invoicing.invoice.view',
  table: 'invoicing_invoices',
  columns: [
    ...REGISTER_COLUMNS,
    { key: 'paid', label: 'Received', kind: 'money' },
    { key: 'balance', label: 'Balance', kind: 'money' },
    { key: 'job', label: 'Job card', kind: 'text' },
  ],
  async *rows(scope) {
    const batches = inBatches<RawRegisterRow>(
      scope,
      (unit, after, size) =>
        visible(registerQuery(unit), scope, INVOICES, 'i')
          .where('i.id', '>', after)
          .orderBy('i.id')
          .limit(size) as PromiseLike<RawRegisterRow[]>
    )
    for await (const rows of batches) {
      yield rows.map((row) => ({
        ...registerRow(row),
        id: row.id,
        paid: Number(row.paid),
        balance: Number(row.balance),
        job: row.job_number,
      }))
    }
  },
})
