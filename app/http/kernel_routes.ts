import type { ApplicationService, HttpRouterService } from '@adonisjs/core/types'
import { ModuleRegistry } from '../modules/registry.ts'
import { defineRoutes } from './module_routes.ts'
import { registerModuleRoutes, registerRoutes } from './register_routes.ts'

const Home = () => import('../home/home_controller.ts')
const Organisation = () => import('../settings/controllers/organisation_controller.ts')
const Branches = () => import('../settings/controllers/branches_controller.ts')
const Members = () => import('../settings/controllers/members_controller.ts')
const Modules = () => import('../settings/controllers/modules_controller.ts')
const Tokens = () => import('../settings/controllers/tokens_controller.ts')

const Session = () => import('../identity/controllers/session_controller.ts')
const Registration = () => import('../identity/controllers/registration_controller.ts')
const Health = () => import('./health_controller.ts')
const Nothing = () => import('./nothing_controller.ts')
const Mailbox = () => import('../mail/mailbox_controller.ts')

/** The kernel's own pages behind sign-in. */
const ROUTES = defineRoutes(
  (route) => {
    route.get('/', [Home, 'show'], { permission: 'kernel.home.view', only: 'web' })
    route.post('/organisations/switch', [Organisation, 'switch'], {
      permission: 'kernel.home.view',
      only: 'web',
    })
    route.post('/branches/switch', [Organisation, 'switchBranch'], {
      permission: 'kernel.home.view',
      only: 'web',
    })
    const organisation = { permission: 'kernel.settings.view' }
    route.get('/settings/organisation', [Organisation, 'show'], organisation)
    route.put('/settings/organisation', [Organisation, 'update'], {
      permission: 'kernel.organisation.update',
    })

    const branches = { permission: 'kernel.branch.manage' }
    route.get('/settings/branches', [Branches, 'index'], branches)
    route.get('/settings/branches/create', [Branches, 'create'], { ...branches, only: 'web' })
    route.post('/settings/branches', [Branches, 'store'], branches)
    route.get('/settings/branches/:id/edit', [Branches, 'edit'], { ...branches, only: 'web' })
    route.put('/settings/branches/:id', [Branches, 'update'], branches)

    const members = { permission: 'kernel.member.manage' }
    route.get('/settings/members', [Members, 'index'], members)
    route.post('/settings/members', [Members, 'store'], members)
    route.put('/settings/members/:id', [Members, 'update'], members)

    const modules = { permission: 'kernel.module.switch' }
    route.get('/settings/modules', [Modules, 'index'], modules)
    route.get('/settings/modules/:id/plan', [Modules, 'plan'], modules)
    route.post('/settings/modules/:id/switch', [Modules, 'switch'], modules)

    const tokens = { permission: 'kernel.token.manage', only: 'web' as const }
    route.get('/settings/tokens', [Tokens, 'index'], tokens)
    route.post('/settings/tokens', [Tokens, 'store'], tokens)
    route.delete('/settings/tokens/:id', [Tokens, 'destroy'], tokens)
  },
  { records: { '/settings/branches/:id': 'branches' } }
)

/** Registers every route of this deployment: open ones, the kernel's, the modules'. */
export async function registerKernelRoutes(router: HttpRouterService, app: ApplicationService) {
  router.get('/api/health', [Health, 'show']).as('health')
  router.get('/login', [Session, 'create']).as('session.create')
  router.post('/login', [Session, 'store']).as('session.store')
  router.post('/logout', [Session, 'destroy']).as('session.destroy')
  router.get('/register', [Registration, 'create']).as('registration.create')
  router.post('/register', [Registration, 'store']).as('registration.store')

  if (!app.inProduction) {
    router.get('/dev/mail', [Mailbox, 'index']).as('mailbox.index')
    router.get('/dev/mail/:id', [Mailbox, 'show']).as('mailbox.show')
    router.get('/dev/mail/:id/attachments/:index', [Mailbox, 'attachment']).as('mailbox.attachment')
  }

  registerRoutes(router, ROUTES, { prefix: '', module: null })
  await registerModuleRoutes(router, await app.container.make(ModuleRegistry))
  router.any('*', [Nothing, 'show']).as('nothing')
}
