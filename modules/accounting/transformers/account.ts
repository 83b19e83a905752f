import { groupPath } from '../chart/groups.ts'
import type Account from '../models/account.ts'

/** An account as its page and the API show it. */
export function accountView(account: Account) {
  return {
    id: account.id,
    key: account.key ?? null,
    code: account.code,
    name: account.name,
    group: account.groupKey,
    groupPath: groupPath(account.groupKey),
    type: account.type,
    normalSide: account.normalSide,
    /** Modules post to it, so it stays. */
    system: Boolean(account.key),
    archived: Boolean(account.archivedAt),
    version: account.version,
  }
}

export type AccountView = ReturnType<typeof accountView>
