import type { Scope } from '@karkhana/kernel'
import { v7 as uuidv7 } from 'uuid'
import { SEED_ACCOUNTS, type SeedAccount } from './accounts.ts'
import { findGroup, normalSideOf } from './groups.ts'

/**
 * Runs when the module is switched on: adds the accounts of the chart that are missing. What the
 * organisation renamed, added or archived stays as it is.
 */
export default async function seedChart(scope: Scope): Promise<void> {
  await scope.work(async (unit) => {
    const rows = SEED_ACCOUNTS.map((account) => seedRow(scope, account))
    await unit.table('accounting_accounts').multiInsert(rows).onConflict().ignore()
  })
}

function seedRow(scope: Scope, account: SeedAccount) {
  const group = findGroup(account.group)!
  return {
    organisation_id: scope.organisationId,
    id: uuidv7(),
    key: account.key ?? null,
    code: account.code,
    name: account.name,
    group_key: group.key,
    type: group.type,
    normal_side: account.side ?? normalSideOf(group.type),
  }
}
