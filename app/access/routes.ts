import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Roles = () => import('./controllers/roles_controller.ts')
const TwoFactorRule = () => import('./controllers/two_factor_rule_controller.ts')
const ViewAs = () => import('./controllers/view_as_controller.ts')
const validators = () => import('./role_validator.ts')

/** Roles of the organisation, what they may do, and who of them proves it by two factors. */
export const ACCESS_ROUTES = defineRoutes(
  (route) => {
    const roles = { permission: 'kernel.role.manage' }
    route.get('/settings/roles', [Roles, 'index'], { ...roles, answer: 'choices' })
    route.get('/settings/roles/create', [Roles, 'create'], { ...roles, only: 'web' })
    route.post('/settings/roles/view-as', [ViewAs, 'begin'], {
      permission: 'kernel.role.view_as',
      only: 'web',
    })
    route.post('/settings/roles', [Roles, 'store'], {
      ...roles,
      body: accepts(validators, 'roleValidator'),
    })
    route.get('/settings/roles/:id', [Roles, 'show'], { ...roles, only: 'api' })
    route.get('/settings/roles/:id/edit', [Roles, 'edit'], { ...roles, only: 'web' })
    route.put('/settings/roles/:id', [Roles, 'update'], {
      ...roles,
      body: accepts(validators, 'roleChangeValidator'),
    })
    route.delete('/settings/roles/:id', [Roles, 'destroy'], roles)

    const security = { permission: 'kernel.security.manage' }
    route.get('/settings/security', [TwoFactorRule, 'show'], security)
    route.put('/settings/security', [TwoFactorRule, 'update'], {
      ...security,
      body: accepts(TwoFactorRule, 'ruleValidator'),
    })
  },
  { records: { '/settings/roles/:id': 'roles' } }
)

/** Leaving the view of another role asks for no permission: the viewed role may have none. */
export const VIEW_ROUTES = defineRoutes(
  (route) => {
    route.post('/view-as/leave', [ViewAs, 'end'], {
      permission: 'account.self',
      whileReadOnly: true,
    })
  },
  { audience: 'account' }
)
