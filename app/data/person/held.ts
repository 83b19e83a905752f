import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { planIn, type ErasurePlan } from '../erasure/plan.ts'
import { personTables, rowIds } from './rows.ts'
import { ensureMayReadPeople, personOf, subjectKind, type FoundPerson } from './subjects.ts'

/** What is held about somebody, in numbers, and what an erasure would do. */
export interface HeldAbout {
  kind: { id: string; label: string }
  person: FoundPerson
  held: { table: string; module: string; label: string; rows: number }[]
  /** `null` for readers who may not erase. */
  plan: ErasurePlan | null
  /** Erasures that were done, newest first; ISO instants, `keptUntil` as `YYYY-MM-DD`. */
  erasures: { id: string; at: string; by: string; keptUntil: string | null }[]
}

/** @throws ForbiddenError, BranchLimitedError, NotFoundError */
export async function heldAbout(
  scope: Scope,
  registry: ModuleRegistry,
  kindId: string,
  id: string
): Promise<HeldAbout> {
  ensureMayReadPeople(scope)
  return scope.read(async (unit) => {
    const kind = await subjectKind(unit, registry, kindId)
    const person = await personOf(unit, kind, id)
    const held: HeldAbout['held'] = []
    for (const table of await personTables(unit, registry, kind)) {
      const { length } = await rowIds(unit, table, id)
      if (length === 0) continue
      const { name, module, label } = table
      held.push({ table: name, module, label, rows: length })
    }
    const erasures = await unit.rows<HeldAbout['erasures'][number]>(
      `select id, to_json(finished_at) as at, requested_by as by, kept_until::text as "keptUntil"
         from data_erasures
        where organisation_id = ? and subject_kind = ? and subject_id = ? and finished_at is not null
        order by created_at desc, id desc limit 20`,
      [scope.organisationId, kindId, id]
    )
    return {
      kind: { id: kind.id, label: kind.label },
      person,
      held,
      plan: scope.can('kernel.data.erase') ? await planIn(unit, registry, kindId, id) : null,
      erasures,
    }
  })
}
