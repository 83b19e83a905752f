import type { RunState } from '@karkhana/ui'

/** Something that the reader asked for and that runs long. */
export interface RunView {
  id: string
  kind: string
  title: string
  state: RunState
  total: number
  done: number
  failed: number
  /** From 0 to 100; `null` while nobody knows. */
  percent: number | null
  note: string | null
  failure: string | null
  href: string | null
  /** What the link is called, where whoever did it says so. */
  label: string | null
  cancellable: boolean
  retriable: boolean
  createdAt: string
  finishedAt: string | null
}
