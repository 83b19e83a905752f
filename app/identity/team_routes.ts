import { defineRoutes } from '../http/module_routes.ts'

const Members = () => import('../settings/controllers/members_controller.ts')

/** Who works in the organisation. */
export const TEAM_ROUTES = defineRoutes((route) => {
  const members = { permission: 'kernel.member.manage' }
  route.get('/settings/members', [Members, 'index'], members)
  route.post('/settings/members', [Members, 'store'], members)
  route.put('/settings/members/:id', [Members, 'update'], members)
})
