import { v7 as uuidv7 } from 'uuid'
import { KarkhanaError, RuleError } from '../../errors.ts'
import { originOfScope } from '../../identity/services/members_notice.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { personTables, rowIds, type PersonTable } from '../person/rows.ts'
import removeFiles from '../../files/jobs/remove_files.ts'
import { subjectKind } from '../person/subjects.ts'
import { leaveSearch } from '../../search/index/leave.ts'
import { deletedRows } from './deleted_rows.ts'
import { eraseAccount } from './erase_account.ts'
import { ensureMayErase, keptUntil, planIn, type ErasurePlan } from './plan.ts'
import { redactAudit } from './redact.ts'

/** What became of the rows of a table. */
export interface ErasedTable {
  /** Rows of which something was erased. */
  erased: number
  /** Rows of which the law keeps something. */
  kept: number
}

/** What an erasure did. */
export interface Erasure {
  id: string
  tables: Record<string, ErasedTable>
  auditEntries: number
  /** Until when the law keeps something, `YYYY-MM-DD`. */
  keptUntil: string | null
}

/** Work of the person is open; the erasure has to wait. */
export class ErasureBlockedError extends KarkhanaError {
  constructor(plan: ErasurePlan) {
    const names = plan.blockers.map(({ what, title }) => `${what} ${title}`)
    super(
      'E_ERASURE_BLOCKED',
      422,
      `${plan.person.name} cannot be erased yet: ${names.join(', ')}.`,
      {
        next: 'Finish or cancel what is open first, then erase again.',
        meta: { blockers: plan.blockers },
      }
    )
  }
}

/**
 * Erases what the organisation holds about somebody, in one transaction: personal columns of their rows and of parts,
 * and the same values in the audit trail. What the law keeps stays. Done twice, nothing happens the second time.
 * @param confirmation what the plan asks to type
 * @throws ForbiddenError, BranchLimitedError, NotFoundError, ErasureBlockedError, RuleError naming `confirmation`
 */
export async function erasePerson(
  scope: Scope,
  registry: ModuleRegistry,
  kindId: string,
  id: string,
  confirmation: string
): Promise<Erasure> {
  ensureMayErase(scope)
  return scope.work(async (unit) => {
    const plan = await planIn(unit, registry, kindId, id)
    if (plan.blockers.length > 0) throw new ErasureBlockedError(plan)
    if (confirmation.trim() !== plan.confirmation) {
      throw new RuleError('E_CONFIRMATION', 'This is not what has to be typed.', {
        field: 'confirmation',
        next: `Type ${plan.confirmation} exactly, to be sure who is meant.`,
      })
    }
    const erasureId = await begin(unit, kindId, id)
    const erasure: Erasure = { id: erasureId, tables: {}, auditEntries: 0, keptUntil: null }
    const all = (
      await personTables(unit, registry, await subjectKind(unit, registry, kindId))
    ).filter(({ ofAccount }) => !ofAccount)
    // Which rows are meant is read before anything is changed.
    const rows = new Map<PersonTable, string[]>()
    for (const table of all) rows.set(table, await rowIds(unit, table, id))
    for (const [table, ids] of rows) {
      if (ids.length > 0) await eraseTable(unit, table, ids, erasure)
    }
    for (const { table, ids } of await deletedRows(unit, all, id, rows)) {
      erasure.auditEntries += await redactAudit(unit, erasureId, table, ids)
    }
    await leaveSearch(unit, [...rows.values()].flat())
    if (kindId === 'kernel.member') await eraseAccount(unit, id)
    await unit.dispatch(removeFiles, {}, { uniqueKey: 'files' })
    await end(unit, erasure)
    return erasure
  })
}

async function eraseTable(unit: Unit, table: PersonTable, ids: string[], erasure: Erasure) {
  const [{ erased }] = await unit.rows<{ erased: string }>(
    'select kernel_erase_rows(?, ?, ?::uuid[], false)::text as erased',
    [erasure.id, table.name, ids]
  )
  const keeps = Object.values(table.personal).includes('keep')
  erasure.tables[table.name] = { erased: Number(erased), kept: keeps ? ids.length : 0 }
  erasure.auditEntries += await redactAudit(unit, erasure.id, table.name, ids)
  if (!keeps) return
  const until = await keptUntil(unit, table, ids)
  if (!erasure.keptUntil || until > erasure.keptUntil) erasure.keptUntil = until
}

async function begin(unit: Unit, kind: string, person: string): Promise<string> {
  const id = uuidv7()
  await unit.table('data_erasures').insert({
    organisation_id: unit.scope.organisationId,
    id,
    kind: 'person',
    subject_kind: kind,
    subject_id: person,
    requested_by: unit.scope.actor.name,
  })
  return id
}

async function end(unit: Unit, erasure: Erasure) {
  const { scope } = unit
  await unit.rows(
    `update data_erasures set tables = ?, audit_entries = ?, kept_until = ?, finished_at = now()
      where organisation_id = ? and id = ?`,
    [
      JSON.stringify(erasure.tables),
      erasure.auditEntries,
      erasure.keptUntil,
      scope.organisationId,
      erasure.id,
    ]
  )
  await noteSecurityEvent(
    {
      kind: 'data.person_erased',
      userId: scope.actor.kind === 'user' ? scope.actor.id : null,
      organisationId: scope.organisationId,
      details: { by: scope.actor.name, erasure: erasure.id },
    },
    originOfScope(scope),
    unit.trx
  )
}
