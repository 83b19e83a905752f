import { defineArchive } from '@karkhana/kernel/module'
import { archiveAccount } from './services/accounts.ts'

/** What becomes of archived accounts of the chart. */
export default defineArchive({
  label: 'Account',
  title: ['name', 'code'],
  permission: 'accounting.account.update',
  restore: (scope, id) => archiveAccount(scope, id, false),
})
