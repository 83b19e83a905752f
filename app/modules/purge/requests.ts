import { v7 as uuidv7 } from 'uuid'
import { NotFoundError, RuleError } from '../../errors.ts'
import {
  noteSecurityEvent,
  type SecurityEventKind,
} from '../../identity/services/security_events.ts'
import { NOWHERE } from '../../identity/services/origin.ts'
import { sentencesFor } from '../../lang/sentences.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import purgeModule from '../jobs/purge_module.ts'
import type { ModuleRegistry } from '../registry.ts'
import { askConfirmers } from './mails.ts'
import { ensurePerson } from './people.ts'
import { planPurge } from './plan.ts'
import { endPurgeRequests } from './withdraw.ts'

/** Days in which somebody else has to confirm. */
export const DAYS_TO_CONFIRM = 7

/** A request to delete the data of a module, and what became of it. Instants are ISO. */
export interface PurgeRequest {
  id: string
  moduleId: string
  moduleVersion: string
  tables: string[]
  rows: Record<string, number>
  exportId: string | null
  exportSha256: string | null
  status: 'requested' | 'confirmed' | 'done' | 'cancelled' | 'expired' | 'failed'
  requestedBy: string
  requestedByName: string
  createdAt: string
  expiresAt: string
  confirmedByName: string | null
  endedByName: string | null
  endedAt: string | null
  failure: string | null
}

const COLUMNS = `id, module_id as "moduleId", module_version as "moduleVersion", tables, rows,
  export_id as "exportId", export_sha256 as "exportSha256",
  case when status = 'requested' and expires_at <= now() then 'expired' else status end as status,
  requested_by as "requestedBy", requested_by_name as "requestedByName", to_json(created_at) as "createdAt",
  to_json(expires_at) as "expiresAt", confirmed_by_name as "confirmedByName", ended_by_name as "endedByName",
  to_json(ended_at) as "endedAt", failure`

/**
 * The newest request for each of these modules, whatever became of it. Requests whose time is over read as expired.
 */
export async function latestPurges(unit: Unit, moduleIds: string[]): Promise<PurgeRequest[]> {
  return unit.rows<PurgeRequest>(
    `select distinct on (module_id) ${COLUMNS} from module_purges
      where organisation_id = ? and module_id = any(?) order by module_id, id desc`,
    [unit.scope.organisationId, moduleIds]
  )
}

/** Requests that wait for a second person, of whatever module. */
export async function openPurges(unit: Unit): Promise<PurgeRequest[]> {
  return unit.rows<PurgeRequest>(
    `select ${COLUMNS} from module_purges
      where organisation_id = ? and status = 'requested' and expires_at > now() order by id`,
    [unit.scope.organisationId]
  )
}

/** @internal One request by its id. */
export async function readPurge(
  unit: Unit,
  id: string,
  lock: '' | 'for update' = ''
): Promise<PurgeRequest> {
  const [found] = await unit.rows<PurgeRequest>(
    `select ${COLUMNS} from module_purges where organisation_id = ? and id = ? ${lock}`,
    [unit.scope.organisationId, id]
  )
  if (!found) throw new NotFoundError('request')
  return found
}

/**
 * Asks for the data of an archived module to be deleted; somebody else has to confirm it within seven days.
 * @param typed the name of the module, as the person typed it
 * @throws RuleError E_PURGE_NAME naming `name`, E_PURGE_PERSON, E_PURGE_PENDING, and why it cannot be done yet
 */
export async function requestPurge(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  typed: string
): Promise<PurgeRequest> {
  const manifest = registry.manifestOf(moduleId)
  const person = ensurePerson(scope)
  ensureName(scope, typed, manifest)
  return scope.work(async (unit) => {
    const plan = await planPurge(unit, registry, moduleId, 'for update')
    if (plan.refused) {
      const { code, message, next, dependants } = plan.refused
      throw new RuleError(code, message, { next, meta: { dependants } })
    }
    await endExpired(unit, moduleId)
    const [pending] = await latestPurges(unit, [moduleId])
    if (pending?.status === 'requested' || pending?.status === 'confirmed') {
      throw new RuleError(
        'E_PURGE_PENDING',
        `${pending.requestedByName} has asked for this already.`,
        {
          next: 'Confirm that request, or have it withdrawn first.',
        }
      )
    }
    const id = uuidv7()
    await unit.rows(
      `insert into module_purges (organisation_id, id, module_id, module_version, tables, export_id, export_sha256,
                                  rows, requested_by, requested_by_name, expires_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + make_interval(days => ?))`,
      [
        scope.organisationId,
        id,
        moduleId,
        manifest.version,
        Object.keys(manifest.tables),
        plan.export?.id ?? null,
        plan.export?.sha256 ?? null,
        JSON.stringify(plan.rows),
        person.id,
        person.name,
        DAYS_TO_CONFIRM,
      ]
    )
    await note(unit, 'module.purge_asked', manifest.name, person.name)
    const request = await readPurge(unit, id)
    await askConfirmers(unit, request, manifest.name, plan.confirmers)
    return request
  })
}

/**
 * Confirms the open request of somebody else; a job deletes the rows then.
 * @throws NotFoundError, RuleError E_PURGE_NAME naming `name`, E_PURGE_PERSON, E_PURGE_SAME_PERSON, and why it cannot
 * be done any more
 */
export async function confirmPurge(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string,
  typed: string
): Promise<PurgeRequest> {
  const { name } = registry.manifestOf(moduleId)
  const person = ensurePerson(scope)
  ensureName(scope, typed, registry.manifestOf(moduleId))
  return scope.work(async (unit) => {
    const request = await openRequest(unit, moduleId)
    if (request.requestedBy === person.id) {
      throw new RuleError('E_PURGE_SAME_PERSON', 'You asked for this yourself.', {
        next: 'Somebody else has to confirm it.',
      })
    }
    const plan = await planPurge(unit, registry, moduleId, 'for update')
    // Whoever asked is the second person here, so being alone cannot be the reason.
    if (plan.refused && plan.refused.code !== 'E_PURGE_ALONE') {
      const { code, message, next, dependants } = plan.refused
      throw new RuleError(code, message, { next, meta: { dependants } })
    }
    if ((plan.export?.id ?? null) !== request.exportId) {
      throw new RuleError(
        'E_PURGE_EXPORT_OUTDATED',
        'There is a newer export than the one this rests on.',
        {
          next: 'Withdraw the request and ask again.',
        }
      )
    }
    await unit.rows(
      `update module_purges set status = 'confirmed', confirmed_by = ?, confirmed_by_name = ?, confirmed_at = now()
        where organisation_id = ? and id = ?`,
      [person.id, person.name, scope.organisationId, request.id]
    )
    await unit.dispatch(purgeModule, { purgeId: request.id })
    await note(unit, 'module.purge_confirmed', name, person.name)
    return readPurge(unit, request.id)
  })
}

/**
 * Withdraws the open request; whoever could confirm it may, and who asked for it.
 * @throws NotFoundError, RuleError E_PURGE_PERSON
 */
export async function cancelPurge(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string
): Promise<PurgeRequest> {
  const { name } = registry.manifestOf(moduleId)
  const person = ensurePerson(scope)
  return scope.work(async (unit) => {
    const request = await openRequest(unit, moduleId)
    await endPurgeRequests(unit, moduleId)
    await note(unit, 'module.purge_withdrawn', name, person.name)
    return readPurge(unit, request.id)
  })
}

async function endExpired(unit: Unit, moduleId: string) {
  await unit.rows(
    `update module_purges set status = 'expired', ended_at = expires_at
      where organisation_id = ? and module_id = ? and status = 'requested' and expires_at <= now()`,
    [unit.scope.organisationId, moduleId]
  )
}

async function openRequest(unit: Unit, moduleId: string): Promise<PurgeRequest> {
  const [found] = await unit.rows<{ id: string }>(
    `select id from module_purges
      where organisation_id = ? and module_id = ? and status = 'requested' and expires_at > now() for update`,
    [unit.scope.organisationId, moduleId]
  )
  if (!found) throw new NotFoundError('request')
  return readPurge(unit, found.id)
}

/** The name as it is declared, or as the reader sees it. @throws RuleError E_PURGE_NAME */
function ensureName(scope: Scope, typed: string, manifest: { id: string; name: string }) {
  const said = sentencesFor(scope).name(manifest)
  if ([manifest.name, said].includes(typed.trim())) return
  throw new RuleError('E_PURGE_NAME', 'This is not the name of the module.', {
    field: 'name',
    next: `Type ${said}, as it is written.`,
  })
}

/** @internal */
export async function note(
  { scope, trx }: Unit,
  kind: SecurityEventKind,
  module: string,
  by: string
) {
  await noteSecurityEvent(
    {
      kind,
      userId: scope.actor.kind === 'user' ? scope.actor.id : null,
      organisationId: scope.organisationId,
      details: { module, by },
    },
    { ...NOWHERE, ip: scope.ip },
    trx
  )
}
