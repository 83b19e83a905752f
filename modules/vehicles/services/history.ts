import { recordHistory, type Scope } from '@karkhana/kernel'
import type { TimelineEntry } from '@karkhana/kernel/pages'
import { ownersIn, vehicleTimeline } from '../transformers/timeline.ts'
import { odometerReadings } from './odometer.ts'

/** Everything that happened to a vehicle's record, newest first. */
export function vehicleHistory(scope: Scope, id: string): Promise<TimelineEntry[]> {
  return scope.read(async (unit) => {
    const history = await recordHistory(scope, 'vehicles_vehicles', id)
    const readings = await odometerReadings(scope, id)
    const owners = (await unit
      .from('contacts_contacts')
      .whereIn('id', ownersIn(history))
      .select('id', 'name')) as { id: string; name: string }[]
    return vehicleTimeline(
      history,
      readings,
      new Map(owners.map(({ id: key, name }) => [key, name]))
    )
  })
}
