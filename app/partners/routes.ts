import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'

const Organisations = () => import('./controllers/organisations_controller.ts')
const Modules = () => import('./controllers/modules_controller.ts')
const State = () => import('./controllers/state_controller.ts')
const Brands = () => import('./controllers/brands_controller.ts')
const Plans = () => import('./controllers/plans_controller.ts')
const Members = () => import('./controllers/members_controller.ts')
const Visits = () => import('./controllers/visits_controller.ts')
const PartnerAccess = () => import('./controllers/partner_access_controller.ts')
const validators = () => import('./validators.ts')

/** Pages of a partner, below `/partner`. */
export const PARTNER_ROUTES = defineRoutes(
  (route) => {
    const view = { permission: 'partner.view' }
    const manage = { permission: 'partner.manage' }
    const one = '/organisations/:id'

    route.get('/', [Visits, 'begin'], view)
    route.post('/leave', [Visits, 'leave'], view)

    route.get('/organisations', [Organisations, 'index'], view)
    route.get('/organisations/create', [Organisations, 'create'], manage)
    route.post('/organisations', [Organisations, 'store'], manage)
    route.get(one, [Organisations, 'show'], view)
    route.post(`${one}/invitation`, [Organisations, 'invite'], manage)
    route.post(`${one}/measure`, [Organisations, 'measure'], manage)
    route.get(`${one}/history`, [Organisations, 'history'], view)

    route.get(`${one}/modules`, [Modules, 'index'], view)
    route.get(`${one}/modules/:module/plan`, [Modules, 'plan'], view)
    route.post(`${one}/modules/:module`, [Modules, 'change'], manage)
    route.get(`${one}/plan`, [Modules, 'previewPlan'], view)
    route.put(`${one}/plan`, [Modules, 'assignPlan'], manage)
    route.put(`${one}/room`, [Organisations, 'setRoom'], manage)

    route.get(`${one}/brand`, [Brands, 'organisation'], view)
    route.put(`${one}/brand`, [Brands, 'saveOrganisation'], manage)
    route.put(`${one}/logo`, [Brands, 'storeOrganisationLogo'], manage)
    route.delete(`${one}/logo`, [Brands, 'removeOrganisationLogo'], manage)

    route.post(`${one}/suspend`, [State, 'suspend'], manage)
    route.post(`${one}/resume`, [State, 'resume'], manage)

    route.get(`${one}/access`, [Visits, 'index'], view)
    route.post(`${one}/enter`, [Visits, 'enter'], view)

    route.get('/plans', [Plans, 'index'], view)
    route.get('/plans/create', [Plans, 'create'], manage)
    route.post('/plans', [Plans, 'store'], manage)
    route.get('/plans/:id', [Plans, 'show'], view)
    route.post('/plans/:id/preview', [Plans, 'preview'], manage)
    route.put('/plans/:id', [Plans, 'update'], manage)
    route.put('/plans/:id/active', [Plans, 'setActive'], manage)

    route.get('/brand', [Brands, 'partner'], view)
    route.put('/brand', [Brands, 'savePartner'], manage)
    route.put('/logo', [Brands, 'storePartnerLogo'], manage)
    route.delete('/logo', [Brands, 'removePartnerLogo'], manage)

    route.get('/members', [Members, 'index'], view)
    route.post('/members', [Members, 'store'], manage)
    route.put('/members/:id', [Members, 'update'], manage)
  },
  { audience: 'partner' }
)

/** What an organisation lets its partner see. */
export const PARTNER_ACCESS_ROUTES = defineRoutes(
  (route) => {
    const access = { permission: 'kernel.partner_access.manage' }
    route.get('/settings/partner-access', [PartnerAccess, 'index'], access)
    route.post('/settings/partner-access', [PartnerAccess, 'store'], {
      ...access,
      body: accepts(validators, 'accessValidator'),
    })
    route.post('/settings/partner-access/:id/end', [PartnerAccess, 'end'], access)
  },
  { records: { '/settings/partner-access/:id': 'partner_access' } }
)
