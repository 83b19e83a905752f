import { ensureAllBranches, RuleError, type Scope } from '@karkhana/kernel'
import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import { findGroup, normalSideOf } from '../chart/groups.ts'
import Account from '../models/account.ts'
import { balanceOf } from './balances.ts'
import { contains, startsWith } from '../lists/like.ts'

export interface AccountInput {
  code: string
  name: string
  group: string
}

/** @throws NotFoundError */
export async function getAccount(scope: Scope, id: string): Promise<Account> {
  return scope.read(() => findOr404(Account, id, { what: 'account' }))
}

/** The whole chart by code; it is short enough to be read at once. */
export async function listAccounts(scope: Scope, archived = false): Promise<Account[]> {
  return scope.read(async () => {
    const query = Account.query().orderBy('code').orderBy('id').limit(2000)
    return archived ? query : query.whereNull('archived_at')
  })
}

/** Accounts for a picker: those in use whose code or name fits, at most 20. */
export async function lookupAccounts(scope: Scope, q?: string | null) {
  const term = q?.trim() ?? ''
  return scope.read(async () => {
    const query = Account.query().whereNull('archived_at').orderBy('code').limit(20)
    if (term) {
      query.where((either) =>
        either
          .whereILike('name', contains(term))
          .orWhereILike('code', startsWith(term))
          .orWhereRaw(`code || ' ' || name ilike ?`, [startsWith(term)])
      )
    }
    const accounts = await query
    return accounts.map((account) => ({
      id: account.id,
      label: accountLabel(account),
      hint: findGroup(account.groupKey)?.name ?? '',
    }))
  })
}

/** `1002 Bank / UPI`, as pickers and lines name an account. */
export function accountLabel(account: { code: string; name: string }) {
  return `${account.code} ${account.name}`
}

/** @throws RuleError naming `code` or `group` */
export async function createAccount(scope: Scope, input: AccountInput): Promise<Account> {
  const group = groupOf(input.group)
  return scope.work(async () => {
    await ensureCodeIsFree(input.code)
    const account = await Account.create({
      key: null,
      code: input.code,
      name: input.name,
      groupKey: group.key,
      type: group.type,
      normalSide: normalSideOf(group.type),
    })
    return account.refresh()
  })
}

/**
 * Changes code, name and heading. The type stays: what has been posted was posted to an asset, an
 * income or whatever the account was.
 *
 * @throws NotFoundError, VersionConflictError, RuleError naming `code` or `group`
 */
export async function updateAccount(
  scope: Scope,
  id: string,
  input: AccountInput & { version: number }
): Promise<Account> {
  const group = groupOf(input.group)
  return scope.work(async () => {
    const account = await lockForUpdate(Account, id, { version: input.version, what: 'account' })
    if (group.type !== account.type) {
      throw new RuleError('E_ACCOUNT_TYPE', `An account of type ${account.type} stays one.`, {
        field: 'group',
        next: 'Choose a group of the same type, or create another account.',
      })
    }
    if (account.code !== input.code) await ensureCodeIsFree(input.code)
    await account.merge({ code: input.code, name: input.name, groupKey: group.key }).save()
    return account.refresh()
  })
}

/**
 * Takes an account out of pickers, or puts it back.
 *
 * @throws NotFoundError, RuleError E_ACCOUNT_SYSTEM or E_ACCOUNT_BALANCE when it must stay in use;
 * BranchLimitedError for readers who cannot see whether other branches use it
 */
export async function archiveAccount(
  scope: Scope,
  id: string,
  archived: boolean
): Promise<Account> {
  return scope.work(async (unit) => {
    const account = await lockForUpdate(Account, id, { what: 'account' })
    ensureAllBranches(scope, 'Archiving an account')
    if (archived) {
      if (account.key) {
        throw new RuleError(
          'E_ACCOUNT_SYSTEM',
          'Modules post to this account, so it stays in use.',
          {
            next: 'Rename it if the name does not fit.',
          }
        )
      }
      if ((await balanceOf(unit, id)) !== 0) {
        throw new RuleError('E_ACCOUNT_BALANCE', 'This account has a balance.', {
          next: 'Transfer the balance by a journal entry, then archive it.',
        })
      }
    }
    await account.merge({ archivedAt: archived ? scope.now() : null }).save()
    return account.refresh()
  })
}

function groupOf(key: string) {
  const group = findGroup(key)
  if (group) return group
  throw new RuleError('E_ACCOUNT_GROUP', 'There is no such group.', {
    field: 'group',
    next: 'Choose a group from the list.',
  })
}

async function ensureCodeIsFree(code: string) {
  if (!(await Account.query().where('code', code).first())) return
  throw new RuleError('E_ACCOUNT_CODE_TAKEN', `Another account has the code ${code}.`, {
    field: 'code',
    next: 'Choose another number.',
  })
}
