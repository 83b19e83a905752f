import { visible, type Scope } from '@karkhana/kernel'
import type { WidgetData, WidgetDataOf } from '@karkhana/kernel/module'
import { SURVEYS } from '../records.ts'
import { npsOf, type ScoreCounts } from '../scores.ts'

/** Days that the card looks back, and compares with as many before. */
const DAYS = 90

const npsCard = (async (scope: Scope) => {
  const now = await countBetween(scope, DAYS, 0)
  const nps = npsOf(now)
  if (nps === null) return null
  const before = npsOf(await countBetween(scope, 2 * DAYS, DAYS))
  return { ...now, nps, change: before === null ? null : nps - before, days: DAYS }
}) satisfies WidgetData

/** What the card of the start page shows. */
export type NpsCard = WidgetDataOf<typeof npsCard>
export default npsCard

/** Answers that came in between so many days ago. */
async function countBetween(scope: Scope, from: number, to: number): Promise<ScoreCounts> {
  return scope.read(async (unit) => {
    const query = unit
      .from('feedback_surveys as s')
      .where('s.answered_at', '>', scope.now().minus({ days: from }).toJSDate())
      .where('s.answered_at', '<=', scope.now().minus({ days: to }).toJSDate())
      .select(
        unit.trx.raw('(count(*) filter (where s.score >= 9))::int as promoters'),
        unit.trx.raw('(count(*) filter (where s.score between 7 and 8))::int as passives'),
        unit.trx.raw('(count(*) filter (where s.score <= 6))::int as detractors')
      )
    visible(query, scope, SURVEYS, 's')
    return (await query.first()) as ScoreCounts
  })
}
