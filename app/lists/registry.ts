import { NotFoundError } from '../errors.ts'
import { DELIVERIES, DELIVERY_LIST } from '../events/delivery_list.ts'
import { mayManageEvents } from '../events/seen.ts'
import { KEPT_FILES, keptFiles, MANAGE_FILES } from '../files/room/kept_files.ts'
import { isActive, isReadable } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { RECENTLY_DELETED, recentlyDeleted, SEE_DELETED } from '../recently_deleted/list.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { AnyList, NamedList } from './declaration.ts'

/** Permission of a list. */
export function permissionOf(list: AnyList): string | null {
  return list.permission ?? list.record?.view ?? null
}

/**
 * The list of a module by its name. Lists of modules that are off, and those that the reader may not see, are not
 * there.
 * @throws NotFoundError
 */
export async function listNamed(
  scope: Scope,
  registry: ModuleRegistry,
  name: string,
  { toChange = false }: { toChange?: boolean } = {}
): Promise<NamedList> {
  if (name === RECENTLY_DELETED) {
    if (scope.can(SEE_DELETED)) return recentlyDeleted(scope, registry)
    throw new NotFoundError('list')
  }
  if (name === KEPT_FILES) {
    if (scope.can(MANAGE_FILES)) return keptFiles(scope, registry)
    throw new NotFoundError('list')
  }
  if (name === DELIVERY_LIST) {
    if (mayManageEvents(scope)) return DELIVERIES
    throw new NotFoundError('list')
  }
  const module = registry.manifests().find(({ id }) => id === name.split('.')[0])
  const on = module && (toChange ? isActive(scope, module.id) : isReadable(scope, module.id))
  for (const load of on ? module.lists : []) {
    const { default: list } = await load()
    if (list.name !== name) continue
    const permission = permissionOf(list)
    if (permission && scope.can(permission)) return list as NamedList
  }
  throw new NotFoundError('list')
}
