import type { StatusLook } from '../types.ts'
import { formatBytes } from './bytes.ts'

/** Where something stands that runs long, whatever it is. */
export type RunState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** Whether it is not over. */
export const isRunOpen = (state: string) => state === 'waiting' || state === 'running'

const LOOKS: Record<RunState, Omit<StatusLook, 'label'>> = {
  waiting: { tone: 'info', icon: 'i-lucide-hourglass' },
  running: { tone: 'info', icon: 'i-lucide-loader-circle' },
  done: { tone: 'success', icon: 'i-lucide-circle-check' },
  failed: { tone: 'danger', icon: 'i-lucide-circle-x' },
  cancelled: { tone: 'neutral', icon: 'i-lucide-ban' },
}

/** How the state of a run looks, in the words of the reader: `useText('kernel')`. */
export const runLook = (state: RunState, text: (key: string) => string): StatusLook => ({
  ...LOOKS[state],
  label: text(`runs.${state}`),
})

/** `1.2 MB`, as files are told everywhere; nothing of one that is not there. */
export const fileSize = (bytes: number | null) => (bytes === null ? '' : formatBytes(bytes))
