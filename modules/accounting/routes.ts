import { accepts, defineRoutes } from '@karkhana/kernel/http'

const Accounts = () => import('./controllers/accounts_controller.ts')
const Entries = () => import('./controllers/entries_controller.ts')
const Periods = () => import('./controllers/periods_controller.ts')
const TrialBalance = () => import('./controllers/trial_balance_controller.ts')
const validators = () => import('./validators/accounting.ts')

const account = {
  view: 'accounting.account.view',
  create: 'accounting.account.create',
  update: 'accounting.account.update',
}
const entry = { view: 'accounting.entry.view', create: 'accounting.entry.create' }

export default defineRoutes(
  (route) => {
    route.get('/accounts', [Accounts, 'index'], { permission: account.view, answer: 'choices' })
    route.post('/accounts', [Accounts, 'store'], {
      permission: account.create,
      body: accepts(validators, 'accountValidator'),
    })
    route.get('/accounts/create', [Accounts, 'create'], { permission: account.create, only: 'web' })
    route.get('/accounts/lookup', [Accounts, 'lookup'], {
      permission: account.view,
      query: accepts(validators, 'lookupValidator'),
    })
    route.get('/accounts/:id', [Accounts, 'show'], { permission: account.view })
    route.put('/accounts/:id', [Accounts, 'update'], {
      permission: account.update,
      body: accepts(validators, 'accountChangeValidator'),
    })
    route.get('/accounts/:id/edit', [Accounts, 'edit'], { permission: account.update, only: 'web' })
    route.post('/accounts/:id/archive', [Accounts, 'archive'], { permission: account.update })
    route.post('/accounts/:id/restore', [Accounts, 'restore'], { permission: account.update })

    route.get('/entries', [Entries, 'index'], { permission: entry.view })
    route.post('/entries', [Entries, 'store'], {
      permission: entry.create,
      body: accepts(validators, 'journalValidator'),
    })
    route.get('/entries/create', [Entries, 'create'], { permission: entry.create, only: 'web' })
    route.get('/entries/:id', [Entries, 'show'], { permission: entry.view })
    route.post('/entries/:id/reverse', [Entries, 'reverse'], {
      permission: entry.create,
      body: accepts(validators, 'reversalValidator'),
    })

    route.get('/trial-balance', [TrialBalance, 'show'], {
      permission: 'accounting.report.view',
      query: accepts(validators, 'trialBalanceValidator'),
    })

    route.get('/periods', [Periods, 'show'], { permission: 'accounting.report.view' })
    route.post('/periods', [Periods, 'store'], {
      permission: 'accounting.period.lock',
      body: accepts(validators, 'lockValidator'),
    })
  },
  { records: { '/accounts/:id': 'accounting_accounts', '/entries/:id': 'accounting_entries' } }
)
