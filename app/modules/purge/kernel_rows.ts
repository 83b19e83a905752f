import type { Unit } from '../../tenancy/unit.ts'
import removeFiles from '../../files/jobs/remove_files.ts'
import { sweepLater } from '../../search/index/leave.ts'
import { dropWork } from '../waiting_work.ts'

/**
 * Rows of the kernel that belong to one module of an organisation and go with its data: column with the id of the
 * module, or a condition with `$module`, `$prefix` (`tickets.`) and `$tables`. Every table of the kernel with a column
 * for the module stands here or in `KEPT_ROWS`.
 */
export const PURGED_ROWS: Record<string, string> = {
  jobs: 'coalesce(waits_for, module_id) = $module',
  event_deliveries: 'module = $module',
  event_effects: 'starts_with(handler, $prefix)',
  outbox: 'module = $module',
  schedule_runs: 'module = $module',
  webhook_deliveries: 'module = $module',
  module_settings: 'module_id = $module',
  user_module_settings: 'module_id = $module',
  organisation_secrets: 'starts_with(key, $prefix)',
  organisation_drivers: 'starts_with(driver_id, $prefix)',
  messages: 'module_id = $module',
  message_templates: 'starts_with(template_id, $prefix)',
  public_links: 'module = $module',
  slot_faults: 'module = $module',
  imports: 'module_id = $module',
  // What they work on goes with them.
  runs: 'module_id = $module',
  import_mappings: 'starts_with(importer, $prefix)',
  list_views: 'starts_with(list, $prefix)',
  list_settings: 'starts_with(list, $prefix)',
  comments: 'module_id = $module',
  attachments: 'module_id = $module',
  search_documents: 'starts_with(kind, $prefix)',
  search_states: 'starts_with(kind, $prefix)',
  sample_records: 'table_name = any($tables)',
  custom_fields: 'table_name = any($tables)',
  custom_values: 'table_name = any($tables)',
}

/** Why rows stay although they name the module. */
export const KEPT_ROWS: Record<string, string> = {
  organisation_modules: 'says that the data was deleted',
  module_purges: 'says who agreed to it',
  module_tombstones: 'tells of what was deleted',
  deployment_module_settings: 'belongs to the deployment, not to an organisation',
  data_rules: 'repeats what manifests declare of tables, for all organisations',
}

/** Deletes what the kernel keeps for the module in the organisation of the open unit, also what waits for it. */
export async function purgeKernelRows(unit: Unit, moduleId: string, tables: readonly string[]) {
  await dropWork(unit, moduleId)
  for (const [table, condition] of Object.entries(PURGED_ROWS)) {
    const values: Record<string, unknown> = {
      $module: moduleId,
      $prefix: `${moduleId}.`,
      $tables: tables,
    }
    const [mark] = /\$\w+/.exec(condition)!
    await unit.rows(
      `delete from ${table} where organisation_id = ? and ${condition.replace(mark, '?')}`,
      [unit.scope.organisationId, values[mark]]
    )
  }
  await sweepLater(unit)
  // What rows held was let go with them; their bytes are deleted after the commit
  await unit.rows(
    `update stored_files set state = 'deleted', released_at = now()
      where organisation_id = ? and starts_with(purpose, ?) and state <> 'deleted'`,
    [unit.scope.organisationId, `${moduleId}.`]
  )
  await unit.dispatch(removeFiles, {}, { uniqueKey: 'files' })
}
