import type { AnyList } from '../lists/declaration.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SamplesOfList } from './declaration.ts'
import { USE_SAMPLES } from './permissions.ts'
import { realRow } from './real.ts'
import { sampleSets, withRequired } from './sets.ts'

/**
 * What a list says of samples to the reader: they are offered while there is neither a record nor a sample of the kind,
 * to who may create everything that comes with them. `undefined` for a list whose records have none.
 */
export async function samplesOfList(
  scope: Scope,
  registry: Pick<ModuleRegistry, 'manifests'>,
  list: Pick<AnyList, 'record' | 'customFields'>
): Promise<SamplesOfList | undefined> {
  const table = list.record?.table ?? list.customFields
  if (!table) return undefined
  const sets = await sampleSets(registry, scope)
  const set = sets.find((each) => each.table === table)
  if (!set) return undefined
  return scope.read(async (unit) => {
    const [{ shown }] = await unit.rows<{ shown: boolean }>(
      `select exists (select 1 from sample_records
                       where organisation_id = ? and table_name = ?) as shown`,
      [scope.organisationId, table]
    )
    const may = scope.can(USE_SAMPLES) && !scope.readOnly
    const mayMake =
      may && !shown && withRequired(sets, set.id).every(({ permission }) => scope.can(permission))
    const offer = mayMake && !(await realRow(unit, table)) ? set.id : null
    return { offer, shown, mayRemove: may }
  })
}
