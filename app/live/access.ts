import { visible } from '../access/visibility.ts'
import type { RecordRule } from '../access/record_rules.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { parseChannel } from './channels.ts'

/** The rule of a table that a module declares, with the module; `null` for other tables. */
export function ruleOfTable(
  registry: ModuleRegistry,
  table: string
): { module: string; rule: RecordRule } | null {
  for (const { id, records } of registry.manifests()) {
    const rule = records.find((each) => each.table === table)
    if (rule) return { module: id, rule }
  }
  return null
}

/**
 * Whether the reader may listen to a channel: it is of the organisation of the scope, the module can be read there,
 * the permission is held, and the record itself is one that they see.
 */
export async function mayHear(
  scope: Scope,
  registry: ModuleRegistry,
  name: string
): Promise<boolean> {
  const channel = parseChannel(name)
  if (!channel || channel.organisation !== scope.organisationId) return false
  if (channel.kind === 'member') return channel.id === scope.actor.memberId
  if (channel.kind === 'table') return maySeeTable(scope, registry, channel.table)
  return maySeeRecord(scope, registry, channel)
}

/** Whether the reader may see the record: the gate, the permission, the branch and the rule of the module. */
export async function maySeeRecord(
  scope: Scope,
  registry: ModuleRegistry,
  { table, id }: { table: string; id: string }
): Promise<boolean> {
  const found = ruleOfTable(registry, table)
  if (!found || !maySeeTable(scope, registry, table)) return false
  const row = await scope.read((unit) =>
    visible(unit.from(table), scope, found.rule)
      .where(`${table}.organisation_id`, scope.organisationId)
      .where(`${table}.id`, id)
      .select(`${table}.id`)
      .first()
  )
  return Boolean(row)
}

function maySeeTable(scope: Scope, registry: ModuleRegistry, table: string): boolean {
  const found = ruleOfTable(registry, table)
  if (!found || !scope.readable(found.module)) return false
  return found.rule.view === null || scope.can(found.rule.view)
}
