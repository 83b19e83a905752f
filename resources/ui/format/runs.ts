import type { StatusLook } from '../types.ts'

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

/** `1.2 MB`, as files are told everywhere. */
export function fileSize(bytes: number | null): string {
  if (bytes === null) return ''
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`
  const size = bytes / 1e6
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`
}
