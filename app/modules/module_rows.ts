import type { Unit } from '../tenancy/unit.ts'
import type { Standing } from './plan_parts.ts'
import type { ModuleRegistry } from './registry.ts'
import type { ModuleState, StoredState } from './states.ts'

/** How the modules stand for the organisation of the open unit, with what only switching needs to know. */
export interface ModuleRows extends Standing {
  states: Map<string, ModuleState>
  entitled: Set<string>
  automatic: Set<string>
  /** Every state that was ever written, also of modules that may not be used now or are not installed any more. */
  stored: Map<string, StoredState>
  /** Version that the organisation's data has, of modules that have been used. */
  versions: Map<string, string>
}

interface Row {
  module_id: string
  state: StoredState
  entitled: boolean
  automatic: boolean
  module_version: string | null
}

/**
 * @internal What the organisation is entitled to and what it uses, as the open unit sees it. Who looks after itself,
 * without a partner, is entitled to everything that is installed.
 */
export async function readModules(
  unit: Unit,
  registry: ModuleRegistry,
  lock: '' | 'for update' = ''
): Promise<ModuleRows> {
  const rows = await unit.rows<Row>(
    `select module_id, state, entitled, automatic, module_version from organisation_modules
      where organisation_id = ? order by module_id ${lock}`,
    [unit.scope.organisationId]
  )
  const entitled = unit.scope.organisation.partnerId
    ? rows.filter((row) => row.entitled).map((row) => row.module_id)
    : registry.manifests().map((manifest) => manifest.id)
  const used = rows.filter((row) => row.entitled && row.state !== 'available')
  return {
    states: new Map(used.map((row) => [row.module_id, row.state as ModuleState])),
    entitled: new Set(entitled),
    automatic: new Set(rows.filter((row) => row.automatic).map((row) => row.module_id)),
    stored: new Map(rows.map((row) => [row.module_id, row.state])),
    versions: new Map(
      rows.flatMap((row) => (row.module_version ? [[row.module_id, row.module_version]] : []))
    ),
    outOfOrder: registry.quarantine.all(),
  }
}

/** What is written beside a state. */
export interface StateFacts {
  /** Of the first row of a module; afterwards it stays as it is, but what is enabled is entitled. */
  entitled?: boolean
  /** A bridge that followed its modules. */
  automatic?: boolean
  /** Version that the data has from then on, `null` when there is none; stays as it is when left out. */
  version?: string | null
}

/** @internal Writes one state in the open unit. */
export async function writeState(
  unit: Unit,
  moduleId: string,
  state: StoredState,
  { entitled = true, automatic = false, version }: StateFacts = {}
) {
  await unit.rows(
    `insert into organisation_modules
       (organisation_id, module_id, entitled, state, automatic, module_version, changed_by)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, module_id)
     do update set state = excluded.state, automatic = excluded.automatic,
                   module_version = case when ? then organisation_modules.module_version
                                         else excluded.module_version end,
                   changed_at = now(), changed_by = excluded.changed_by,
                   entitled = organisation_modules.entitled or excluded.state = 'enabled'`,
    [
      unit.scope.organisationId,
      moduleId,
      entitled,
      state,
      automatic,
      version ?? null,
      unit.scope.actor.name,
      version === undefined,
    ]
  )
}

/** @internal Notes which version the data of a module has; whether it is on is another matter. */
export async function writeVersion(unit: Unit, moduleId: string, version: string) {
  await unit.rows(
    'update organisation_modules set module_version = ? where organisation_id = ? and module_id = ?',
    [version, unit.scope.organisationId, moduleId]
  )
}
