import type { ScoreGroup } from './contracts.ts'

/** Where a score of 0–10 stands. */
export function groupOf(score: number): ScoreGroup {
  if (score >= 9) return 'promoter'
  return score >= 7 ? 'passive' : 'detractor'
}

/** How many of each group answered. */
export interface ScoreCounts {
  promoters: number
  passives: number
  detractors: number
}

/** Net Promoter Score, −100 to 100: the share of promoters less that of detractors; `null` without answers. */
export function npsOf({ promoters, passives, detractors }: ScoreCounts): number | null {
  const answers = promoters + passives + detractors
  return answers === 0 ? null : Math.round(((promoters - detractors) / answers) * 100)
}
