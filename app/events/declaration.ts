import type { Scope } from '../tenancy/scope.ts'
import type { Events } from '../modules/define.ts'

/** Facts about an event that happened, besides what it says. */
export interface EventRun {
  /** Id of the event (UUID, ordered by time); with the handler's name the idempotency key of its effects. */
  id: string
  /** When it happened (ISO instant, UTC). */
  at: string
  /** Which attempt of this handler this is, from 1. */
  attempt: number
  /** Whether somebody asked for it after it had been handled. */
  replayed: boolean
}

/**
 * An event that a module tells others about, after the transaction that caused it. The payload's type stands in the
 * module's `contracts.ts` (`interface Events`), a change of its shape is a new version under a new id.
 */
export interface EventDeclaration {
  /** `<module>.<what_happened>@<version>`, in the past tense: `jobcards.job_delivered@1`. */
  id: string
  /** When it happens, in one sentence for authors of other modules. */
  description: string
  /** Field to what it holds, for the catalogue; the fields that `parse` asks for. */
  payload: Record<string, string>
}

/**
 * Reacts to an event of any module. Runs after the commit, at least once, in the scope of the organisation (as the
 * system); events of one record one at a time, in their order. Must do the same when it is called again with the same
 * event: `once` does that for work in the database.
 */
export interface EventHandler<Id extends keyof Events = keyof Events> {
  /** Unique name, prefixed by its module: `feedback.ask_after_delivery`. */
  name: string
  event: Id
  /**
   * What becomes of events that waited while the module was off: `all` are handled in order, `latest` only the newest
   * of each record, `none` are dropped. Events from before the module was first enabled are never handled.
   */
  replay: 'all' | 'latest' | 'none'
  /**
   * Checks the payload that was read back; must accept every payload ever emitted under this id. One that it refuses is
   * a dead letter at once.
   */
  parse(payload: unknown): Events[Id]
  handle(scope: Scope, payload: Events[Id], run: EventRun): Promise<void>
}

/** Declares a handler; its file is named in the manifest under `events.handles`. */
export function defineHandler<Id extends keyof Events>(
  handler: Omit<EventHandler<Id>, 'replay'> & Partial<Pick<EventHandler<Id>, 'replay'>>
): EventHandler<Id> {
  return { replay: 'all', ...handler }
}
