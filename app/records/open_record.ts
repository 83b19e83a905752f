import type { RecordRule } from '../access/record_rules.ts'
import { visible } from '../access/visibility.ts'
import { ForbiddenError, NotFoundError } from '../errors.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** A record of a module that the reader may see. */
export interface OpenedRecord {
  table: string
  id: string
  /** Module whose record it is. */
  module: string
  rule: RecordRule
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The one door to what the kernel keeps about records of modules (comments, files, their timeline): gate, permission,
 * branch and the module's own rule, as at the page of the record. `write` asks for a module that is in use.
 *
 * @throws NotFoundError also for tables that nobody declares as records
 * @throws ModuleInactiveError, ModuleArchivedError, ModuleOutOfOrderError, ForbiddenError
 */
export async function openRecord(
  scope: Scope,
  registry: ModuleRegistry,
  { table, id }: { table: string; id: string },
  { write = false } = {}
): Promise<OpenedRecord> {
  const owner = registry
    .manifests()
    .flatMap((manifest) => manifest.records.map((rule) => ({ module: manifest.id, rule })))
    .find(({ rule }) => rule.table === table && rule.view !== null)
  if (!owner || !UUID.test(id)) throw new NotFoundError()
  const { module, rule } = owner
  if (write) scope.ensureModule(module)
  else scope.ensureReadable(module)
  if (!scope.can(rule.view!)) throw new ForbiddenError(rule.view!)
  const row = await scope.read((unit) =>
    visible(
      unit.from(rule.table).where({ organisation_id: scope.organisationId, id }).select('id'),
      scope,
      rule
    ).first()
  )
  if (!row) throw new NotFoundError(rule.noun)
  return { table: rule.table, id, module, rule }
}
