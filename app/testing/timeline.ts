import type { TimelineEntry } from '../http/page_types.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { openRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import { recordTimeline } from '../timeline/timeline.ts'

/** The newest 100 lines of a record's timeline, as a reader with this scope sees them. */
export async function timelineOf(
  scope: Scope,
  table: string,
  id: string
): Promise<TimelineEntry[]> {
  const registry = installedRegistry()
  const record = await openRecord(scope, registry, { table, id })
  return (await recordTimeline(scope, registry, record, { limit: 100 })).entries
}
