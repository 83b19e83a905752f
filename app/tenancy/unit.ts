import { AsyncLocalStorage } from 'node:async_hooks'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Client } from 'pg'
import { NoUnitError } from '../errors.ts'
import { emitInTransaction } from '../events/emit.ts'
import type { Job, JobPayload, DispatchOptions } from '../jobs/job.ts'
import { dispatchInTransaction, dispatchManyInTransaction } from '../jobs/dispatch.ts'
import type { Events } from '../modules/define.ts'
import { outsideRoute } from '../outside/answered_route.ts'
import { outsideHeld } from './request_unit.ts'
import type { Scope } from './scope.ts'
import { unwatched } from './watched_units.ts'

const storage = new AsyncLocalStorage<Unit>()

/**
 * One open transaction of one organisation. Made by `scope.work` and `scope.read`, never by hand.
 * Models reach it by themselves; SQL goes through `from`, `table` and `rows`.
 */
export class Unit {
  #afterCommit: (() => void | Promise<void>)[] = []

  constructor(
    readonly scope: Scope,
    readonly trx: TransactionClientContract,
    readonly mode: 'read' | 'write'
  ) {}

  /** Query builder on a table or alias of this organisation. */
  from(table: string) {
    return this.trx.from(table)
  }

  /** Insert builder. Prefer models; this is for bulk and for tables without one. */
  table(name: string) {
    return this.trx.table(name)
  }

  /** Runs SQL with `?` bindings and returns its rows. */
  async rows<Row = Record<string, unknown>>(sql: string, bindings: unknown[] = []): Promise<Row[]> {
    const result = await this.trx.rawQuery(sql, bindings as never[])
    return result.rows as Row[]
  }

  /** Queues a job that exists if and only if this transaction commits. */
  async dispatch<Payload extends JobPayload>(
    job: Job<Payload>,
    payload: Payload,
    options: DispatchOptions = {}
  ): Promise<string | null> {
    return dispatchInTransaction(this, job, payload, options)
  }

  /**
   * Queues many jobs of one kind, by one statement for a thousand of them.
   * @returns the id of each; `null` where one with its key waits already
   */
  async dispatchMany<Payload extends JobPayload>(
    job: Job<Payload>,
    wanted: readonly ({ payload: Payload } & DispatchOptions)[]
  ): Promise<(string | null)[]> {
    return dispatchManyInTransaction(this, job, wanted)
  }

  /**
   * Tells other modules and webhooks what has happened, if and only if this transaction commits. `record` is the id of
   * what it happened to: events of one record are handled in their order.
   * @returns the id of the event
   * @throws EventUndeclaredError, EventPayloadError when the payload has other fields than the manifest declares
   */
  async emit<Id extends keyof Events & string>(
    id: Id,
    payload: Events[Id],
    options: { record?: string | null } = {}
  ): Promise<string> {
    return emitInTransaction(this, id, payload as object, options)
  }

  /** Runs after the commit, in this process only; lost when the process dies. Never for money or mail. */
  afterCommit(effect: () => void | Promise<void>) {
    this.#afterCommit.push(effect)
  }

  /** The raw connection of this transaction, for libraries that bring their own SQL. */
  async connection(): Promise<Client> {
    const knex = this.trx.knexClient as unknown as {
      client: { acquireConnection(): Promise<Client> }
    }
    return knex.client.acquireConnection()
  }

  /** @internal Leaves what runs after the commit to `outer`, whose transaction this unit is part of. */
  leaveEffectsTo(outer: Unit) {
    outer.#afterCommit.push(...this.#afterCommit.splice(0))
  }

  /** @internal */
  async runAfterCommit() {
    for (const effect of this.#afterCommit) await effect()
  }
}

/** The open unit of the current async call chain, if there is one. */
export function currentUnit(): Unit | undefined {
  return storage.getStore()
}

/**
 * The open unit, for code that cannot work without one.
 * @throws NoUnitError
 */
export function requireUnit(what: string): Unit {
  const unit = storage.getStore()
  if (!unit) throw new NoUnitError(what)
  return unit
}

/** @internal Runs `callback` with `unit` as the current one. */
export function runInUnit<T>(unit: Unit, callback: () => Promise<T>): Promise<T> {
  return storage.run(unit, callback)
}

/** @internal Runs `callback` as if no unit were open: what it opens is a transaction of its own. */
export function outsideUnit<T>(callback: () => Promise<T>): Promise<T> {
  return outsideHeld(() => unwatched(() => outsideRoute(() => storage.exit(callback))))
}
