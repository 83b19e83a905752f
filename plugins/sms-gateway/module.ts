import { defineModule, permission, table } from '@karkhana/kernel/module'
import { BALANCES, STATEMENTS } from './records.ts'
import { API_KEY, SETTINGS } from './settings.ts'

/** Text messages through an SMS provider that takes them by HTTP. */
export default defineModule({
  id: 'sms-gateway',
  name: 'SMS gateway',
  description: 'Sends text messages through your SMS provider, and keeps account of them.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'driver',
  onBootFailure: 'quarantine',
  initialState: 'available',
  tables: { sms_gateway_balances: table(), sms_gateway_statements: table() },
  records: [STATEMENTS, BALANCES],
  routes: () => import('./routes.ts'),
  permissions: [
    permission('sms-gateway.log.view', 'See which text messages went out', ['manager']),
    permission('sms-gateway.statement.view', 'See SMS statements', ['manager', 'accountant']),
    permission('sms-gateway.statement.create', 'Make SMS statements', ['manager', 'accountant']),
    permission('sms-gateway.settings.view', 'See the settings of the SMS gateway', ['manager']),
    permission('sms-gateway.settings.manage', 'Change the settings of the SMS gateway'),
  ],
  menu: [
    {
      id: 'sms-gateway.log',
      label: 'SMS gateway',
      href: '/sms-gateway',
      icon: 'i-lucide-message-square-text',
      section: 'Settings',
      group: 'connections',
      hint: 'What went out, what it cost, statements of a month.',
      order: 949,
      permission: 'sms-gateway.log.view',
    },
  ],
  commands: [
    {
      id: 'sms-gateway.statements',
      label: 'SMS statements',
      keywords: ['text messages', 'SMS', 'cost'],
      icon: 'i-lucide-file-text',
      permission: 'sms-gateway.statement.view',
      href: '/sms-gateway/statements',
    },
  ],
  widgets: [
    {
      id: 'sms-gateway.attention',
      title: 'SMS gateway',
      permission: 'sms-gateway.log.view',
      kind: 'list',
      load: () => import('./services/attention.ts'),
    },
  ],
  jobs: [() => import('./jobs/check_balance.ts'), () => import('./jobs/warn.ts')],
  schedules: [
    {
      id: 'sms-gateway.balance',
      label: 'Ask the SMS provider for the balance',
      cron: '0 8 * * *',
      job: 'sms-gateway.check_balance',
    },
  ],
  reports: [() => import('./reports/messages.ts')],
  documents: [() => import('./documents/statement.ts')],
  mails: [() => import('./mails/low_balance.ts')],
  settings: SETTINGS,
  secrets: [API_KEY],
  drivers: { offers: { 'sms-gateway.http': () => import('./drivers/http.ts') } },
  lang: ['en', 'hi'],
})
