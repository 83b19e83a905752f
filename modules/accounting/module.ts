import { crud, defineModule, permission } from '@karkhana/kernel/module'
import { TABLES } from './data.ts'
import { ACCOUNTS, BALANCES, ENTRIES, LOCKS } from './records.ts'

/** The books of an organisation: chart of accounts, journal, trial balance. */
export default defineModule({
  id: 'accounting',
  name: 'Accounting',
  description:
    'Chart of accounts, a balanced journal that cannot be altered, and the trial balance.',
  version: '0.1.0',
  lang: ['en', 'hi'],
  kernel: '^0.1.0',
  kind: 'app',
  enhances: { contacts: '^0.1.0' },
  consumes: { 'contacts.directory@1': 'optional' },
  provides: {
    'accounting.ledger@1': () => import('./services/ledger.ts'),
  },
  tables: TABLES,
  records: [ENTRIES, BALANCES, ACCOUNTS, LOCKS],
  routes: () => import('./routes.ts'),
  permissions: crud(
    'accounting.account',
    'ledger account',
    { view: ['accountant'], create: ['accountant'], update: ['accountant'] },
    [
      permission('accounting.entry.view', 'See the journal', ['accountant']),
      permission('accounting.entry.create', 'Post and reverse entries by hand', ['accountant']),
      permission('accounting.report.view', 'See balances and the trial balance', ['accountant']),
      permission('accounting.period.lock', 'Lock and open periods of the books'),
    ]
  ),
  commands: [
    {
      id: 'accounting.lock',
      label: 'Lock a period',
      keywords: ['close', 'books'],
      icon: 'i-lucide-lock',
      permission: 'accounting.period.lock',
      href: '/accounting/periods',
    },
  ],
  reports: [() => import('./reports/trial_balance.ts')],
  menu: [
    {
      id: 'accounting.entries',
      label: 'Journal',
      href: '/accounting/entries',
      icon: 'i-lucide-book-open',
      section: 'Accounts',
      order: 310,
      createHref: '/accounting/entries/create',
      createLabel: 'New journal entry',
      permission: 'accounting.entry.view',
      createPermission: 'accounting.entry.create',
    },
    {
      id: 'accounting.trial_balance',
      label: 'Trial balance',
      href: '/accounting/trial-balance',
      icon: 'i-lucide-scale',
      section: 'Accounts',
      order: 320,
      permission: 'accounting.report.view',
    },
    {
      id: 'accounting.accounts',
      label: 'Chart of accounts',
      href: '/accounting/accounts',
      icon: 'i-lucide-list-tree',
      section: 'Accounts',
      order: 330,
      permission: 'accounting.account.view',
    },
  ],
  series: [
    {
      id: 'accounting.journal',
      label: 'Journal entries',
      pattern: 'JV/{FY}/{000001}',
      unique: 'branch',
      rules: { yearly: true },
    },
  ],
  widgets: [
    {
      id: 'accounting.figures',
      title: 'Figures',
      permission: 'accounting.report.view',
      kind: 'figures',
      load: () => import('./services/tiles.ts'),
    },
  ],
  lifecycle: { enable: () => import('./chart/seed.ts') },
})
