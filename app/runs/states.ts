/** Where something stands that runs long, whatever it is. */
export type RunState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** The same, in the words of the pages. */
export const RUN_STATES: { value: RunState; label: string }[] = [
  { value: 'waiting', label: 'Waits its turn' },
  { value: 'running', label: 'Under way' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Stopped' },
]

/** SQL list of the states of a run that is not over. */
export const OPEN = `('waiting', 'running')`

/** Whether it is not over. */
export const isOpen = (state: RunState) => state === 'waiting' || state === 'running'
