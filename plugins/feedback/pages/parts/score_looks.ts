import type { StatusLook } from '@karkhana/ui'
import { groupOf } from '../../scores.ts'

const LOOKS: Record<string, Pick<StatusLook, 'tone' | 'icon'>> = {
  promoter: { tone: 'success', icon: 'i-lucide-smile' },
  passive: { tone: 'neutral', icon: 'i-lucide-meh' },
  detractor: { tone: 'danger', icon: 'i-lucide-frown' },
}

/** How a score is shown: by colour, face and figure. */
export function scoreLook(score: number | null): StatusLook {
  if (score === null) return { label: 'No answer yet', tone: 'neutral', icon: 'i-lucide-hourglass' }
  return { ...LOOKS[groupOf(score)], label: `${score} of 10` } as StatusLook
}
