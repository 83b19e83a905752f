import type { Unit } from '../../tenancy/unit.ts'

const OPEN = `(status = 'confirmed' or status = 'requested' and expires_at > now())`

/** Those of the modules whose data somebody has asked to be deleted, confirmed or not. */
export async function purgesAskedFor(unit: Unit, moduleIds: string[]): Promise<Set<string>> {
  const rows = await unit.rows<{ module: string }>(
    `select module_id as module from module_purges
      where organisation_id = ? and module_id = any(?) and ${OPEN}`,
    [unit.scope.organisationId, moduleIds]
  )
  return new Set(rows.map(({ module }) => module))
}

/** Ends what was asked for and not done, when the module is used again or the request is withdrawn. */
export async function endPurgeRequests(unit: Unit, moduleId: string) {
  await unit.rows(
    `update module_purges set status = 'cancelled', ended_at = now(), ended_by_name = ?
      where organisation_id = ? and module_id = ? and ${OPEN}`,
    [unit.scope.actor.name, unit.scope.organisationId, moduleId]
  )
}
