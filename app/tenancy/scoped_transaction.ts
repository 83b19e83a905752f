import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import pg from 'pg'
import { KarkhanaError } from '../errors.ts'

/** What the next transaction of this call chain sets, local to itself. */
interface PendingSettings {
  readOnly: boolean
  /** All statements see one instant, instead of each its own. */
  snapshot?: boolean
  values: Record<string, string>
}

interface KnexTransaction {
  query(connection: unknown, sql: string): Promise<unknown>
}
interface CommitResult {
  response?: { command?: string }
}
interface KnexClient {
  transaction(...args: unknown[]): KnexTransaction
}

/** A failed statement was caught and the work went on: nothing of it can be kept. */
class SwallowedFailureError extends KarkhanaError {
  constructor() {
    super(
      'E_COMMIT_ROLLED_BACK',
      500,
      'A statement of this unit had failed, so nothing was saved.',
      {
        next: 'Let the error of the statement pass, or guard the statement by a savepoint.',
      }
    )
  }
}

const pending = new AsyncLocalStorage<PendingSettings>()
const { escapeLiteral } = pg

/** Runs `open`; the transaction it begins carries `settings`. */
export function withPendingSettings<T>(settings: PendingSettings, open: () => Promise<T>) {
  return pending.run(settings, open)
}

/** Statement that sets what row-level security reads, until the end of the transaction. */
export function settingsSql(values: Record<string, string>) {
  const list = Object.entries(values)
    .map(([name, value]) => `set_config(${escapeLiteral(name)}, ${escapeLiteral(value)}, true)`)
    .join(', ')
  return `SELECT ${list};`
}

function beginSql({ readOnly, snapshot, values }: PendingSettings) {
  const isolation = snapshot ? ' ISOLATION LEVEL REPEATABLE READ' : ''
  return `BEGIN${isolation}${readOnly ? ' READ ONLY' : ''}; ${settingsSql(values)}`
}

/**
 * Makes one Knex client begin its transactions with the pending settings, so that BEGIN and
 * set_config cost one round trip instead of two. Touches that instance only.
 */
export function carrySettingsInBegin(client: KnexClient) {
  const require = createRequire(import.meta.resolve('knex'))
  const PgTransaction = require('./lib/dialects/postgres/execution/pg-transaction.js') as {
    new (...args: unknown[]): KnexTransaction & {
      begin(connection: unknown): Promise<unknown>
      commit(connection: unknown, value: unknown): Promise<CommitResult | undefined>
    }
  }

  class ScopedTransaction extends PgTransaction {
    begin(connection: unknown) {
      const settings = pending.getStore()
      return settings ? this.query(connection, beginSql(settings)) : super.begin(connection)
    }

    /** PostgreSQL answers COMMIT with ROLLBACK, and no error, when a statement before it had failed. */
    async commit(connection: unknown, value: unknown) {
      const result = await super.commit(connection, value)
      if (result?.response?.command === 'ROLLBACK') throw new SwallowedFailureError()
      return result
    }
  }

  client.transaction = (...args) => new ScopedTransaction(client, ...args)
}
