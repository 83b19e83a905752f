import type { Unit } from '../tenancy/unit.ts'
import type { RepeatedProblem } from './import_record.ts'

/** Groups that are shown; the rest is corrected row by row. */
const SHOWN = 8

/** Values of an import that are wrong in several rows for the same reason, the most frequent first. */
export async function repeatedProblems(unit: Unit, id: string): Promise<RepeatedProblem[]> {
  return unit.rows<RepeatedProblem>(
    `select problem->>'key' as key, problem->>'column' as column, coalesce(problem->>'value', '') as value,
            problem->>'reason' as reason, count(*)::int as count
       from imports, jsonb_array_elements(failures) as problem
      where id = ? and problem->>'key' is not null
      group by 1, 2, 3, 4 having count(*) > 1
      order by count(*) desc, 2, 3 limit ?`,
    [id, SHOWN]
  )
}
