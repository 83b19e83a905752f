import { crud, permission } from '../access/permissions.ts'
import { defineRecords, type RecordRule } from '../access/record_rules.ts'
import { table, type PersonalColumn, type TableDeclaration } from '../data/declaration.ts'
import type { RouteDeclaration } from '../http/module_routes.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import type { Lazy } from '../modules/lazy.ts'
import type { ResourceDeclaration } from './declaration.ts'
import { columnOf, pathOf, permissionOf } from './names.ts'

type Contributions = Pick<
  ModuleManifest,
  'tables' | 'records' | 'routes' | 'permissions' | 'menu' | 'lists' | 'search' | 'series'
>

/**
 * Adds what resources bring to what their module declares by itself. A resource is no kind of contribution of its own:
 * it becomes routes, lists, records and the rest, so that gate, checks and descriptions know it as they know those.
 */
export function writeOut(
  own: Contributions,
  resources: readonly ResourceDeclaration[]
): Contributions {
  if (resources.length === 0) return own
  return {
    tables: {
      ...own.tables,
      ...Object.fromEntries(resources.map((each) => [each.table, tableOf(each)])),
    },
    records: [...own.records, ...resources.map(recordOf)],
    routes: routesOf(own.routes, resources),
    permissions: [...own.permissions, ...resources.flatMap(permissionsOf)],
    menu: [...own.menu, ...resources.map(menuOf)],
    lists: [...own.lists, ...resources.map(listOf)],
    search: [...own.search, ...resources.map(searchOf)],
    series: [
      ...own.series,
      ...resources.flatMap(({ id, label, number: pattern }) =>
        pattern ? [{ id, label, pattern }] : []
      ),
    ],
  }
}

function tableOf({ fields, data }: ResourceDeclaration): TableDeclaration {
  const personal: [string, PersonalColumn][] = fields.flatMap((field) =>
    field.personal ? [[columnOf(field), field.personal] as [string, PersonalColumn]] : []
  )
  const notPersonal = fields.flatMap((field) =>
    field.notPersonal ? [[columnOf(field), field.notPersonal]] : []
  )
  return table({
    ...data,
    personal: { ...Object.fromEntries(personal), ...data?.personal },
    notPersonal: { ...Object.fromEntries(notPersonal), ...data?.notPersonal },
  })
}

/** Who sees the records, and what else holds for all of them. */
export function recordOf(resource: ResourceDeclaration): RecordRule {
  const { table: name, noun, customFields = false, title, number } = resource
  return defineRecords({
    table: name,
    noun,
    view: permissionOf(resource, 'view'),
    customFields,
    timeline: async () => ({ default: (await import('./timeline.ts')).timelineOf(resource) }),
    archive: async () => ({ default: (await import('./archive.ts')).archiveOf(resource) }),
    reference: {
      title: number ? 'number' : columnOf({ key: title }),
      lookup: `${pathOf(resource)}/lookup`,
      href: `${pathOf(resource)}/:id`,
      create: {
        label: newLabel(resource),
        href: `${pathOf(resource)}/create`,
        permission: permissionOf(resource, 'create'),
      },
    },
  })
}

/** Before those of the module itself, whose `/:id` would take `/cars` for a record. */
function routesOf(
  own: ModuleManifest['routes'],
  resources: readonly ResourceDeclaration[]
): Lazy<RouteDeclaration> {
  return async () => {
    const { routesOfResource } = await import('./routes.ts')
    const declared = own ? (await own()).default : []
    return { default: [...resources.flatMap(routesOfResource), ...declared] }
  }
}

function permissionsOf({ id, noun, roles }: ResourceDeclaration) {
  const { view = [], create = [], update = [], archive = [] } = roles ?? {}
  return crud(id, noun, { view: [...view], create: [...create], update: [...update] }, [
    permission(`${id}.archive`, `Archive and restore ${noun}s`, [...archive]),
  ])
}

function menuOf(resource: ResourceDeclaration): ModuleManifest['menu'][number] {
  const { id, label, icon, menu = {} } = resource
  return {
    id,
    label,
    icon,
    href: pathOf(resource),
    section: menu.section ?? 'Masters',
    order: menu.order ?? 290,
    ...(menu.phone && { phone: true }),
    permission: permissionOf(resource, 'view'),
    createHref: `${pathOf(resource)}/create`,
    createLabel: newLabel(resource),
    createPermission: permissionOf(resource, 'create'),
  }
}

/** `New courtesy car`, as the menu says it. */
export const newLabel = ({ noun }: Pick<ResourceDeclaration, 'noun'>): string => `New ${noun}`

const listOf = (resource: ResourceDeclaration) => async () => ({
  default: (await import('./list.ts')).listOfResource(resource),
})

const searchOf = (resource: ResourceDeclaration) => async () => ({
  default: (await import('./search.ts')).searchOfResource(resource),
})
