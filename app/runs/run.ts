import type { Actor } from '../tenancy/actor.ts'
import type { RunState } from './states.ts'

/** What the kernel runs for people; modules run jobs. */
export type RunKind = 'bulk' | 'print' | 'import' | 'export' | 'data_export'

/** A run as it is stored; what it works on stands in a table of its kind. */
export interface StoredRun {
  id: string
  kind: RunKind
  /** The row it works on: with the same id, or the import whose step it is. */
  subject_id: string
  module_id: string
  /** Who asked, and hears of it; `null` for a command. */
  member_id: string | null
  actor: Actor
  /** What they might do when they asked. */
  permissions: string[]
  /** Tells jobs of an earlier attempt from those of the present one. */
  attempt: string
  job_id: string | null
  /** What it is called: a file, a document, an action; kept as it is, so no words of a customer. */
  title: string
  state: RunState
  total: number
  done: number
  failed: number
  note: string | null
  failure: string | null
  created_at: Date
}

/** Columns of {@link StoredRun} of the table `r`. */
export const STORED_RUN = `r.id, r.kind, r.subject_id, r.module_id, r.member_id, r.actor, r.permissions, r.attempt, r.job_id,
  r.title, r.state, r.total, r.done, r.failed, r.note, r.failure, r.created_at`

/** One attempt at a run; without `attempt` the present one, whichever it is. */
export interface RunAttempt {
  runId: string
  attempt: string | null
}

/** How far it is, in what it counts. */
export interface RunProgress {
  total?: number
  done?: number
  failed?: number
  /** In a few words what it is doing. */
  note?: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The attempt that a job is asked to work on. Jobs of earlier versions name none. @throws TypeError */
export function parseAttempt(job: string, id: unknown, attempt: unknown = null): RunAttempt {
  if (!UUID.test(String(id)) || (attempt !== null && !UUID.test(String(attempt)))) {
    throw new TypeError(`${job} needs the id of a run and of its attempt`)
  }
  return { runId: String(id), attempt: attempt === null ? null : String(attempt) }
}
