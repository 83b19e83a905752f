import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Members = () => import('../settings/controllers/members_controller.ts')
const Invitations = () => import('../settings/controllers/invitations_controller.ts')
const validators = () => import('./validators/joining.ts')

/** Who works in the organisation, and who is asked to join it. */
export const TEAM_ROUTES = defineRoutes(
  (route) => {
    const members = { permission: 'kernel.member.manage' }
    route.get('/settings/members', [Members, 'index'], members)
    route.get('/settings/members/:id/edit', [Members, 'edit'], { ...members, only: 'web' })
    route.put('/settings/members/:id', [Members, 'update'], {
      ...members,
      body: accepts(validators, 'memberChangeValidator'),
    })

    route.get('/settings/invitations', [Invitations, 'index'], members)
    route.get('/settings/invitations/create', [Invitations, 'create'], { ...members, only: 'web' })
    route.post('/settings/invitations', [Invitations, 'store'], {
      ...members,
      body: accepts(validators, 'invitationValidator'),
    })
    route.get('/settings/invitations/:id', [Invitations, 'show'], members)
    route.post('/settings/invitations/:id/renew', [Invitations, 'renew'], members)
    route.post('/settings/invitations/:id/withdraw', [Invitations, 'withdraw'], members)
  },
  {
    records: { '/settings/members/:id': 'memberships', '/settings/invitations/:id': 'invitations' },
  }
)
