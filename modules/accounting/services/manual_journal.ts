import { NotFoundError, type Scope, type Unit } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'
import { v7 as uuidv7 } from 'uuid'
import type { JournalSource, Posted } from '../contracts.ts'
import {
  AccountNotUsableError,
  EntryOfDocumentError,
  EntryReversedError,
  JournalLineError,
  ReversalReversedError,
} from '../errors.ts'
import Account from '../models/account.ts'
import { checkLines } from './journal_lines.ts'
import { holdSource, writeEntry } from './posting.ts'
import { originalById, reversalOf } from './reversals.ts'

export interface ManualLine {
  /** Id or code of an account in use. */
  account: string
  debit?: Paise | null
  credit?: Paise | null
  memo?: string | null
}

export interface ManualJournal {
  date: BusinessDate
  narration: string
  lines: ManualLine[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether an entry was posted by a person, not by the module of a document. */
export function isManual(entry: { sourceModule: string }) {
  return entry.sourceModule === 'accounting'
}

/**
 * Posts an entry by hand, in the branch of the scope.
 *
 * @throws RuleError E_JOURNAL_UNBALANCED, E_JOURNAL_LINE, E_JOURNAL_EMPTY, E_ACCOUNT_NOT_USABLE at
 * the line, E_PERIOD_LOCKED
 */
export async function postManual(scope: Scope, input: ManualJournal): Promise<Posted> {
  input.lines.forEach((line, index) => {
    if (!line.debit && !line.credit) throw new JournalLineError(`lines.${index}.debit`)
  })
  return scope.work(async (unit) => {
    const accounts = await usableAccounts(input.lines)
    const lines = checkLines(input.lines)
    return writeEntry(unit, {
      date: input.date,
      narration: input.narration,
      source: sourceOf(uuidv7({ msecs: scope.now().toMillis() }), 'posted'),
      branchId: scope.branch.id,
      lines: lines.map((line, index) => ({ ...line, accountId: accounts[index].id })),
    })
  })
}

/**
 * Posts the opposite of an entry that was posted by hand, once.
 *
 * @throws NotFoundError, RuleError E_ENTRY_OF_DOCUMENT, E_ENTRY_REVERSED, E_REVERSAL_REVERSED,
 * E_PERIOD_LOCKED
 */
export async function reverseManual(
  scope: Scope,
  id: string,
  input: { date: BusinessDate; narration: string }
): Promise<Posted> {
  return scope.work(async (unit) => {
    const original = await manualOriginal(unit, id)
    const source = sourceOf(original.sourceId, 'reversed')
    const earlier = await holdSource(unit, source)
    if (earlier) throw new EntryReversedError(original.number)
    return writeEntry(unit, await reversalOf(unit, original, { ...input, source }))
  })
}

async function manualOriginal(unit: Unit, id: string) {
  const original = await originalById(unit, id)
  if (!original) throw new NotFoundError('journal entry')
  if (!isManual(original)) throw new EntryOfDocumentError(original.sourceModule)
  if (original.reversesId) throw new ReversalReversedError(original.number)
  return original
}

/** @throws AccountNotUsableError at the line whose account is unknown or archived */
async function usableAccounts(lines: ManualLine[]): Promise<Account[]> {
  const wanted = lines.map((line) => line.account.trim())
  const accounts = await Account.query()
    .whereNull('archived_at')
    .where((either) =>
      either
        .whereIn(
          'id',
          wanted.filter((value) => UUID.test(value))
        )
        .orWhereIn('code', wanted)
    )
  return wanted.map((value, index) => {
    const account = accounts.find(
      (each) => each.id === value.toLowerCase() || each.code === value.toUpperCase()
    )
    if (!account) throw new AccountNotUsableError(`lines.${index}.account`)
    return account
  })
}

function sourceOf(id: string, event: 'posted' | 'reversed'): JournalSource {
  return { module: 'accounting', type: 'journal', id, event }
}
