import type { RunKind } from './run.ts'
import type { RunState } from './states.ts'

/** Something that the reader asked for and that runs long: a run of the kernel, or a job that says how far it is. */
export interface RunView {
  id: string
  kind: RunKind | 'job'
  title: string
  state: RunState
  /** What it counts; `total` is 0 while nobody knows. */
  total: number
  done: number
  failed: number
  /** From 0 to 100; `null` while nobody knows. */
  percent: number | null
  /** What it is doing, or why it waits. */
  note: string | null
  /** Why it ended before its end. */
  failure: string | null
  /** Page on which it and what came of it stand. */
  href: string | null
  /** What the link to it is called, where whoever did it says so. */
  label: string | null
  cancellable: boolean
  retriable: boolean
  /** ISO instants. */
  createdAt: string
  finishedAt: string | null
}
