import { defineModule } from '@karkhana/kernel/module'

/** The books of an organisation: chart of accounts, journal, trial balance. */
export default defineModule({
  id: 'accounting',
  name: 'Accounting',
  description: 'Chart of accounts, a balanced journal that cannot be altered, and the trial balance.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  provides: {
    'accounting.ledger@1': () => import('./services/ledger.ts'),
  },
  tables: [
    'accounting_accounts',
    'accounting_entries',
    'accounting_lines',
    'accounting_balances',
    'accounting_locks',
  ],
  onEnable: () => import('./chart/seed.ts'),
})
