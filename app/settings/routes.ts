import { defineRoutes } from '../http/module_routes.ts'

const Organisation = () => import('./controllers/organisation_controller.ts')
const Branches = () => import('./controllers/branches_controller.ts')
const Modules = () => import('./controllers/modules_controller.ts')

/** The organisation, its places of business and its modules. */
export const SETTINGS_ROUTES = defineRoutes(
  (route) => {
    route.post('/branches/switch', [Organisation, 'switchBranch'], {
      permission: 'kernel.home.view',
      only: 'web',
      whileReadOnly: true,
    })
    route.get('/settings/organisation', [Organisation, 'show'], {
      permission: 'kernel.settings.view',
    })
    route.put('/settings/organisation', [Organisation, 'update'], {
      permission: 'kernel.organisation.update',
    })

    const branches = { permission: 'kernel.branch.manage' }
    route.get('/settings/branches', [Branches, 'index'], branches)
    route.get('/settings/branches/create', [Branches, 'create'], { ...branches, only: 'web' })
    route.post('/settings/branches', [Branches, 'store'], branches)
    route.get('/settings/branches/:id/edit', [Branches, 'edit'], { ...branches, only: 'web' })
    route.put('/settings/branches/:id', [Branches, 'update'], branches)

    const modules = { permission: 'kernel.module.switch' }
    route.get('/settings/modules', [Modules, 'index'], modules)
    route.get('/settings/modules/:id/plan', [Modules, 'plan'], modules)
    route.post('/settings/modules/:id/switch', [Modules, 'switch'], modules)
  },
  { records: { '/settings/branches/:id': 'branches' } }
)
