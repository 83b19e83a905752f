import type { DateTime } from 'luxon'
import { installedJobs } from '../jobs/installed_jobs.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { tickSchedules as tick, type TickedRun } from '../schedules/tick.ts'

/**
 * Does what the worker's clock does at `now`: queues the jobs of every schedule that is due. A schedule that was never
 * ticked is only made known by the first tick.
 *
 * @returns the runs that this tick has written, of every organisation
 */
export async function tickSchedules(
  now: DateTime,
  registry: ModuleRegistry = installedRegistry()
): Promise<TickedRun[]> {
  return tick({ registry, jobs: await installedJobs(registry), now: now.toJSDate() })
}
