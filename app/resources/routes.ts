import { defineRoutes, type RouteDeclaration } from '../http/module_routes.ts'
import type { ResourceDeclaration } from './declaration.ts'
import { ownPathOf, permissionOf } from './names.ts'

/** Pages and API of a resource. */
export function routesOfResource(resource: ResourceDeclaration): RouteDeclaration {
  const controller = async () => ({
    default: (await import('./controller.ts')).controllerOf(resource),
  })
  const validators = () => import('./validators.ts')
  const changes = async () => (await validators()).describedInput(resource, 'change')
  const record = async () => (await import('./described.ts')).describedRecord(resource)
  const one = /^[aeiou]/.test(resource.noun) ? `an ${resource.noun}` : `a ${resource.noun}`
  const path = ownPathOf(resource)
  return defineRoutes(
    (route) => {
      const view = { permission: permissionOf(resource, 'view'), record }
      const create = { permission: permissionOf(resource, 'create'), record }
      const update = { permission: permissionOf(resource, 'update'), record }
      const archive = { permission: permissionOf(resource, 'archive'), record }

      route.get(path, [controller, 'index'], {
        ...view,
        summary: `List ${resource.label.toLowerCase()}`,
      })
      route.post(path, [controller, 'store'], {
        ...create,
        summary: `Create ${one}`,
        body: async () => (await validators()).describedInput(resource, 'new'),
      })
      route.get(`${path}/create`, [controller, 'create'], { ...create, only: 'web' })
      route.get(`${path}/lookup`, [controller, 'lookup'], {
        ...view,
        summary: `Find ${resource.label.toLowerCase()} to choose from`,
        query: async () => (await validators()).lookupValidator,
        record: async () => (await import('./described.ts')).DESCRIBED_OPTION,
      })
      route.get(`${path}/:id`, [controller, 'show'], view)
      route.put(`${path}/:id`, [controller, 'update'], { ...update, body: changes })
      route.get(`${path}/:id/edit`, [controller, 'edit'], { ...update, only: 'web' })
      route.post(`${path}/:id/archive`, [controller, 'archive'], {
        ...archive,
        summary: `Archive ${one}`,
      })
      route.post(`${path}/:id/restore`, [controller, 'restore'], {
        ...archive,
        summary: `Restore ${one}`,
      })
    },
    { records: { [`${path}/:id`]: resource.table } }
  )
}
