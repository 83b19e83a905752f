import type { Unit } from '../tenancy/unit.ts'
import type { RepeatedProblem } from './import_record.ts'

/** Groups that are shown; the rest is corrected row by row. */
const SHOWN = 8

/**
 * Values of an import that are wrong in several rows for the same reason, the most frequent first. What stands twice
 * is not among them: each of these rows needs a value of its own.
 */
export async function repeatedProblems(unit: Unit, id: string): Promise<RepeatedProblem[]> {
  return unit.rows<RepeatedProblem>(
    `select problem->>'key' as key, problem->>'column' as column, coalesce(problem->>'value', '') as value,
            problem->>'reason' as reason, problem->'sentences' as sentences, count(*)::int as count
       from imports, jsonb_array_elements(failures) as problem
      where id = ? and problem->>'key' is not null and not coalesce((problem->>'double')::boolean, false)
      group by 1, 2, 3, 4, 5 having count(*) > 1
      order by count(*) desc, 2, 3, 4 limit ?`,
    [id, SHOWN]
  )
}
