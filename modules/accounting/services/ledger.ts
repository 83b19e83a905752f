import type { Scope, Unit } from '@karkhana/kernel'
import type {
  AccountKey,
  JournalInput,
  JournalSource,
  Ledger,
  Posted,
  ReversalInput,
} from '../contracts.ts'
import { AccountMissingError, EntryReversedError, UnknownEntryError } from '../errors.ts'
import { checkLines } from './journal_lines.ts'
import { holdSource, writeEntry } from './posting.ts'
import { entryToReverse, reversalOf } from './reversals.ts'

/** What other modules get when they ask for `accounting.ledger@1`. */
const ledger: Ledger = { post, reverse }

export default ledger

/** See the contract. */
async function post(scope: Scope, input: JournalInput): Promise<Posted> {
  const lines = checkLines(input.lines)
  return scope.work(async (unit) => {
    const earlier = await holdSource(unit, input.source)
    if (earlier) return earlier
    const accounts = await accountIds(
      unit,
      lines.map((line) => line.account)
    )
    return writeEntry(unit, {
      ...input,
      lines: lines.map((line) => ({ ...line, accountId: accounts.get(line.account)! })),
    })
  })
}

/** See the contract. */
async function reverse(scope: Scope, input: ReversalInput): Promise<Posted> {
  const source: JournalSource = { ...input.source, event: input.event }
  return scope.work(async (unit) => {
    const earlier = await holdSource(unit, source)
    if (earlier) return earlier
    const original = await entryToReverse(unit, input.source)
    if (!original) throw new UnknownEntryError()
    if (original.reversedBy) throw new EntryReversedError(original.number)
    return writeEntry(unit, await reversalOf(unit, original, { ...input, source }))
  })
}

/** @throws AccountMissingError naming the keys that the chart does not have */
async function accountIds(unit: Unit, keys: AccountKey[]): Promise<Map<string, string>> {
  const wanted = [...new Set(keys)]
  const rows = await unit.rows<{ id: string; key: string }>(
    'select id, key from accounting_accounts where key = any(?)',
    [wanted]
  )
  const ids = new Map(rows.map((row) => [row.key, row.id]))
  const missing = wanted.filter((key) => !ids.has(key))
  if (missing.length > 0) throw new AccountMissingError(missing)
  return ids
}
