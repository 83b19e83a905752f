import { defineReport } from '@karkhana/kernel/module'
import { trialBalance } from '../services/trial_balance.ts'

/** The trial balance as a report, beside its own page. */
export default defineReport({
  id: 'accounting.trial_balance',
  title: 'Trial balance',
  description: 'What is the balance of every account at the end of a day?',
  permission: 'accounting.report.view',
  parameters: [{ key: 'date', label: 'At the end of', kind: 'date', required: true }],
  columns: [
    { key: 'code', label: 'Code', kind: 'text' },
    { key: 'name', label: 'Account', kind: 'text' },
    { key: 'debit', label: 'Debit', kind: 'money', total: true },
    { key: 'credit', label: 'Credit', kind: 'money', total: true },
  ],
  async rows(scope, { date }) {
    const { rows } = await trialBalance(scope, String(date))
    return rows
      .filter(({ debit, credit }) => debit > 0 || credit > 0)
      .map(({ accountId, code, name, debit, credit }) => ({
        href: `/accounting/accounts/${accountId}`,
        code,
        name,
        debit,
        credit,
      }))
  },
})
