import type { StatusLook, Texts } from '@karkhana/ui'
import { groupOf } from '../../scores.ts'

const LOOKS: Record<string, Pick<StatusLook, 'tone' | 'icon'>> = {
  promoter: { tone: 'success', icon: 'i-lucide-smile' },
  passive: { tone: 'neutral', icon: 'i-lucide-meh' },
  detractor: { tone: 'danger', icon: 'i-lucide-frown' },
}

/** How a score is shown: by colour, face and figure, in the words of the reader. */
export function scoreLooks(text: Texts): (score: number | null) => StatusLook {
  return (score) =>
    score === null
      ? { label: text('score_look.none'), tone: 'neutral', icon: 'i-lucide-hourglass' }
      : ({ ...LOOKS[groupOf(score)], label: text('score_look.of_ten', { score }) } as StatusLook)
}
