import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../../errors.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { writeState } from '../module_rows.ts'
import type { ModuleRegistry } from '../registry.ts'
import { purgeKernelRows } from './kernel_rows.ts'
import { planPurge } from './plan.ts'
import { note, readPurge, type PurgeRequest } from './requests.ts'
import { deletionOrder } from './tables.ts'

/** Tells of the data of a module that was deleted. Instants are ISO. */
export interface Tombstone {
  id: string
  moduleId: string
  moduleVersion: string
  /** Table to the rows that were deleted. */
  rows: Record<string, number>
  exportSha256: string | null
  requestedByName: string
  confirmedByName: string
  purgedAt: string
}

/** What was deleted of the module, newest first. */
export async function tombstonesOf(unit: Unit, moduleId: string): Promise<Tombstone[]> {
  return unit.rows<Tombstone>(
    `select id, module_id as "moduleId", module_version as "moduleVersion", rows,
            export_sha256 as "exportSha256", requested_by_name as "requestedByName",
            confirmed_by_name as "confirmedByName", to_json(purged_at) as "purgedAt"
       from module_tombstones where organisation_id = ? and module_id = ? order by id desc limit 20`,
    [unit.scope.organisationId, moduleId]
  )
}

/**
 * Deletes what two people have agreed to delete: first what the module keeps outside of its tables, then all rows in
 * one transaction. May be called again; a request that was withdrawn or done changes nothing.
 * @throws RuleError when it is no longer what they agreed to
 */
export async function runPurge(scope: Scope, registry: ModuleRegistry, purgeId: string) {
  const agreed = await scope.read(async (unit) => {
    const request = await readPurge(unit, purgeId)
    if (request.status !== 'confirmed') return null
    await ensureAsAgreed(unit, registry, request)
    return request
  })
  if (!agreed) return
  const purge = await registry.manifestOf(agreed.moduleId).lifecycle.purge?.()
  await purge?.default(scope)
  await scope.work((unit) => deleteRows(unit, registry, purgeId))
}

async function deleteRows(unit: Unit, registry: ModuleRegistry, purgeId: string) {
  const request = await readPurge(unit, purgeId, 'for update')
  if (request.status !== 'confirmed') return
  await ensureAsAgreed(unit, registry, request, 'for update')
  const { moduleId, tables } = request
  const rows: Record<string, number> = {}
  for (const table of await deletionOrder(unit, tables)) {
    const [{ removed }] = await unit.rows<{ removed: string }>(
      'select kernel_purge_table(?, ?) as removed',
      [purgeId, table]
    )
    rows[table] = Number(removed)
  }
  await purgeKernelRows(unit, moduleId, tables)
  await writeTombstone(unit, request, rows)
  await writeState(unit, moduleId, 'purged', { version: null })
  await unit.rows(
    `update module_purges set status = 'done', ended_at = now() where organisation_id = ? and id = ?`,
    [unit.scope.organisationId, purgeId]
  )
  const by = `${request.requestedByName}, ${request.confirmedByName}`
  await note(unit, 'module.purged', registry.manifestOf(moduleId).name, by)
}

/** Notes that it could not be done, so that the people who agreed to it read why. */
export async function failPurge(scope: Scope, purgeId: string, failure: string) {
  await scope.work((unit) =>
    unit.rows(
      `update module_purges set status = 'failed', ended_at = now(), failure = ?
        where organisation_id = ? and id = ? and status = 'confirmed'`,
      [failure.slice(0, 500), scope.organisationId, purgeId]
    )
  )
}

async function ensureAsAgreed(
  unit: Unit,
  registry: ModuleRegistry,
  request: PurgeRequest,
  lock: '' | 'for update' = ''
) {
  const plan = await planPurge(unit, registry, request.moduleId, lock)
  if (plan.refused && plan.refused.code !== 'E_PURGE_ALONE') {
    throw new RuleError(plan.refused.code, plan.refused.message, { next: plan.refused.next })
  }
  const declared = Object.keys(registry.manifestOf(request.moduleId).tables).sort()
  if (declared.join() !== [...request.tables].sort().join()) {
    throw new RuleError(
      'E_PURGE_TABLES',
      'The module has other tables than when this was asked for.',
      {
        next: 'Ask for it again.',
      }
    )
  }
}

async function writeTombstone(unit: Unit, request: PurgeRequest, rows: Record<string, number>) {
  await unit.rows(
    `insert into module_tombstones (organisation_id, id, module_id, module_version, purge_id, rows, export_id,
                                    export_sha256, requested_by_name, confirmed_by_name, purged_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())`,
    [
      unit.scope.organisationId,
      uuidv7(),
      request.moduleId,
      request.moduleVersion,
      request.id,
      JSON.stringify(rows),
      request.exportId,
      request.exportSha256,
      request.requestedByName,
      request.confirmedByName,
    ]
  )
}
