import { defineRoutes } from '@karkhana/kernel/http'

const Accounts = () => import('./controllers/accounts_controller.ts')
const Entries = () => import('./controllers/entries_controller.ts')
const Periods = () => import('./controllers/periods_controller.ts')
const TrialBalance = () => import('./controllers/trial_balance_controller.ts')

const account = {
  view: 'accounting.account.view',
  create: 'accounting.account.create',
  update: 'accounting.account.update',
}
const entry = { view: 'accounting.entry.view', create: 'accounting.entry.create' }

export default defineRoutes(
  (route) => {
    route.get('/accounts', [Accounts, 'index'], { permission: account.view })
    route.post('/accounts', [Accounts, 'store'], { permission: account.create })
    route.get('/accounts/create', [Accounts, 'create'], { permission: account.create, only: 'web' })
    route.get('/accounts/lookup', [Accounts, 'lookup'], { permission: account.view })
    route.get('/accounts/:id', [Accounts, 'show'], { permission: account.view })
    route.put('/accounts/:id', [Accounts, 'update'], { permission: account.update })
    route.get('/accounts/:id/edit', [Accounts, 'edit'], { permission: account.update, only: 'web' })
    route.post('/accounts/:id/archive', [Accounts, 'archive'], { permission: account.update })
    route.post('/accounts/:id/restore', [Accounts, 'restore'], { permission: account.update })

    route.get('/entries', [Entries, 'index'], { permission: entry.view })
    route.post('/entries', [Entries, 'store'], { permission: entry.create })
    route.get('/entries/create', [Entries, 'create'], { permission: entry.create, only: 'web' })
    route.get('/entries/:id', [Entries, 'show'], { permission: entry.view })
    route.post('/entries/:id/reverse', [Entries, 'reverse'], { permission: entry.create })

    route.get('/trial-balance', [TrialBalance, 'show'], { permission: 'accounting.report.view' })

    route.get('/periods', [Periods, 'show'], { permission: 'accounting.report.view' })
    route.post('/periods', [Periods, 'store'], { permission: 'accounting.period.lock' })
  },
  { records: { '/accounts/:id': 'accounting_accounts', '/entries/:id': 'accounting_entries' } }
)
