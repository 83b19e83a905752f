import { defineRoutes } from '../http/module_routes.ts'
import type { PublicRoute } from '../http/public_routes.ts'

const Session = () => import('./controllers/session_controller.ts')
const Registration = () => import('./controllers/registration_controller.ts')
const AccountOrganisations = () => import('./controllers/account_organisations_controller.ts')

/** Ways in, for people who are not signed in yet. */
export const IDENTITY_ROUTES: PublicRoute[] = [
  { method: 'GET', path: '/login', handler: [Session, 'create'], why: 'Signing in.' },
  { method: 'POST', path: '/login', handler: [Session, 'store'], why: 'Signing in.' },
  { method: 'POST', path: '/logout', handler: [Session, 'destroy'], why: 'Ends what there is.' },
  { method: 'GET', path: '/register', handler: [Registration, 'create'], why: 'Signing up.' },
  { method: 'POST', path: '/register', handler: [Registration, 'store'], why: 'Signing up.' },
]

/** A person about themselves, below `/account`. */
export const ACCOUNT_ROUTES = defineRoutes(
  (route) => {
    const self = { permission: 'account.self' }
    route.post('/organisations/switch', [AccountOrganisations, 'switch'], self)
  },
  { audience: 'account' }
)
