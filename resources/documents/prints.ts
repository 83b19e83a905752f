import type { useText } from '@karkhana/ui'

/** A print of many records, as the page shows it. */
export interface PrintRow {
  id: string
  document: string
  output: 'pdf' | 'zip'
  state: 'running' | 'done' | 'cancelled' | 'failed'
  total: number
  done: number
  failed: number
  failures: { id: string; title: string; reason: string }[]
  failure: string | null
  href: string | null
  bytes: number | null
  /** ISO instants. */
  createdAt: string
  keptUntil: string | null
}

const LOOKS = {
  running: { tone: 'info', icon: 'i-lucide-loader' },
  done: { tone: 'success', icon: 'i-lucide-circle-check' },
  failed: { tone: 'danger', icon: 'i-lucide-circle-x' },
  cancelled: { tone: 'neutral', icon: 'i-lucide-ban' },
} as const

/** How the state of a print looks. */
export function printLook({ state }: PrintRow, text: ReturnType<typeof useText>) {
  return { ...LOOKS[state], label: text(`documents.prints.${state}`) }
}

/** `1.2 MB` */
export function sizeOf(bytes: number | null): string {
  if (bytes === null) return ''
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : [bytes / 1e6, 'MB']
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`
}
