import { v7 as uuidv7 } from 'uuid'
import type { Unit } from '../tenancy/unit.ts'
import type { NumberSeries } from './declaration.ts'
import { periodOf, prefixOf, type NumberContext } from './pattern.ts'
import { spaceOf } from './series.ts'

/** Which counter a pattern leads to for a branch on a day. */
export interface CounterPlace {
  series: NumberSeries
  branchId: string
  pattern: string
  context: NumberContext
}

/** Keeps the numbers of a series still until the transaction ends: nobody takes one, nobody changes the format. */
export async function holdNumbers(unit: Unit, seriesId: string) {
  await unit.rows(
    `select pg_advisory_xact_lock(
       hashtextextended('kernel.number:' || kernel_organisation_id() || ':' || ?, 0))`,
    [seriesId]
  )
}

/** The last number that was given at this place; 0 when none was. */
export async function lastCount(unit: Unit, place: CounterPlace): Promise<number> {
  const [row] = await unit.rows<{ last_number: string }>(
    `select last_number from number_series
      where series = ? and space is not distinct from ?::uuid and prefix = ?`,
    keyOf(place)
  )
  return row ? Number(row.last_number) : 0
}

/**
 * Makes a counter go on behind `last`; it never goes back.
 * @returns whether it now stands at `last`; `false` when it was further already
 */
export async function advanceCounter(unit: Unit, place: CounterPlace, last: number) {
  const [series, space, prefix] = keyOf(place)
  const rows = await unit.rows(
    `insert into number_series
       (organisation_id, id, series, space, prefix, period, pattern, first_number, last_number)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, series, space, prefix) do update
       set last_number = excluded.last_number,
           first_number = case when number_series.last_number < number_series.first_number
                          then excluded.first_number else number_series.first_number end
       where number_series.last_number <= excluded.last_number
     returning id`,
    [
      unit.scope.organisationId,
      uuidv7(),
      series,
      space,
      prefix,
      periodOf(place.pattern, place.context),
      place.pattern,
      last + 1,
      last,
    ]
  )
  return rows.length > 0
}

function keyOf({
  series,
  branchId,
  pattern,
  context,
}: CounterPlace): [string, string | null, string] {
  return [series.id, spaceOf(series, branchId), prefixOf(pattern, context)]
}
