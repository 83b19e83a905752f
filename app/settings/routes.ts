import { defineRoutes } from '../http/module_routes.ts'
import { accepts } from '../http/route_docs.ts'
import type { PublicRoute } from '../http/public_routes.ts'

const Settings = () => import('./controllers/settings_controller.ts')
const Organisation = () => import('./controllers/organisation_controller.ts')
const Branches = () => import('./controllers/branches_controller.ts')
const Calendar = () => import('./controllers/calendar_controller.ts')
const Numbers = () => import('./controllers/numbers_controller.ts')
const Logos = () => import('./controllers/logos_controller.ts')
const Modules = () => import('./controllers/modules_controller.ts')
const Purges = () => import('./controllers/module_purges_controller.ts')
const validators = () => import('./validators.ts')
const moduleValidators = () => import('./module_validators.ts')

/** What a logo may be sent as. */
const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'application/octet-stream']

/** The organisation, its places of business, their calendar, the numbers of documents, the modules. */
export const SETTINGS_ROUTES = defineRoutes(
  (route) => {
    // Shows entries of the reader's menu and nothing else
    route.get('/settings', [Settings, 'index'], { permission: 'kernel.home.view', only: 'web' })

    const organisation = { permission: 'kernel.organisation.update' }
    route.get('/settings/organisation', [Organisation, 'show'], {
      permission: 'kernel.settings.view',
    })
    route.put('/settings/organisation', [Organisation, 'update'], {
      ...organisation,
      body: accepts(validators, 'organisationValidator'),
    })
    route.put('/settings/organisation/logo', [Logos, 'storeOrganisation'], {
      ...organisation,
      bytes: PICTURES,
    })
    route.delete('/settings/organisation/logo', [Logos, 'removeOrganisation'], organisation)

    route.post('/branches/switch', [Branches, 'switch'], {
      permission: 'kernel.home.view',
      only: 'web',
      whileReadOnly: true,
    })
    const branches = { permission: 'kernel.branch.manage' }
    route.get('/settings/branches', [Branches, 'index'], { ...branches, answer: 'choices' })
    route.get('/settings/branches/create', [Branches, 'create'], { ...branches, only: 'web' })
    route.post('/settings/branches', [Branches, 'store'], {
      ...branches,
      body: accepts(validators, 'branchValidator'),
    })
    route.post('/settings/branches/order', [Branches, 'order'], {
      ...branches,
      body: accepts(validators, 'branchOrderValidator'),
    })
    route.get('/settings/branches/:id/edit', [Branches, 'edit'], { ...branches, only: 'web' })
    route.put('/settings/branches/:id', [Branches, 'update'], {
      ...branches,
      body: accepts(validators, 'branchValidator'),
    })
    route.post('/settings/branches/:id/activate', [Branches, 'activate'], branches)
    route.post('/settings/branches/:id/deactivate', [Branches, 'deactivate'], branches)
    route.put('/settings/branches/:id/logo', [Logos, 'storeBranch'], {
      ...branches,
      bytes: PICTURES,
    })
    route.delete('/settings/branches/:id/logo', [Logos, 'removeBranch'], branches)

    route.get('/settings/calendar', [Calendar, 'show'], {
      ...branches,
      query: accepts(validators, 'yearValidator'),
      answer: 'choices',
    })
    route.post('/settings/holidays', [Calendar, 'storeHoliday'], {
      ...branches,
      body: accepts(validators, 'holidayValidator'),
    })
    route.delete('/settings/holidays/:id', [Calendar, 'removeHoliday'], branches)

    const numbers = { permission: 'kernel.number.manage' }
    route.get('/settings/numbers', [Numbers, 'index'], { ...numbers, answer: 'choices' })
    route.get('/settings/numbers/preview', [Numbers, 'preview'], {
      ...numbers,
      query: accepts(validators, 'numberPreviewValidator'),
    })
    route.put('/settings/numbers/format', [Numbers, 'update'], {
      ...numbers,
      body: accepts(validators, 'numberFormatValidator'),
    })
    route.put('/settings/numbers/next', [Numbers, 'raise'], {
      ...numbers,
      body: accepts(validators, 'nextNumberValidator'),
    })

    const modules = { permission: 'kernel.module.switch' }
    route.get('/settings/modules', [Modules, 'index'], { ...modules, answer: 'choices' })
    route.get('/settings/modules/:id', [Modules, 'show'], modules)
    route.get('/settings/modules/:id/plan', [Modules, 'plan'], {
      ...modules,
      query: accepts(moduleValidators, 'modulePlanValidator'),
    })
    route.post('/settings/modules/:id/switch', [Modules, 'switch'], {
      ...modules,
      body: accepts(moduleValidators, 'moduleSwitchValidator'),
    })

    // Two people at a screen agree to it; a program is none of them.
    const purge = { permission: 'kernel.module.purge', only: 'web' } as const
    route.get('/settings/modules/:id/purge/plan', [Purges, 'plan'], purge)
    route.post('/settings/modules/:id/purge', [Purges, 'request'], purge)
    route.post('/settings/modules/:id/purge/confirm', [Purges, 'confirm'], purge)
    route.post('/settings/modules/:id/purge/withdraw', [Purges, 'cancel'], purge)
  },
  {
    records: {
      '/settings/branches/:id': 'branches',
      '/settings/holidays/:id': 'branch_holidays',
    },
  }
)

/** Pictures that mails and printed pages show. */
export const LOGO_ROUTES: PublicRoute[] = [
  {
    method: 'GET',
    path: '/logos/:file',
    handler: [Logos, 'show'],
    why: 'Mails and documents show a logo to people without an account; its address is the SHA-256 of the picture.',
  },
]
