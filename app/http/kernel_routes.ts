import type { ApplicationService, HttpRouterService } from '@adonisjs/core/types'
import { ACCESS_ROUTES, VIEW_ROUTES } from '../access/routes.ts'
import { AUDIT_ROUTES } from '../audit/routes.ts'
import { ACCOUNT_ROUTES, IDENTITY_ROUTES } from '../identity/routes.ts'
import { TEAM_ROUTES } from '../identity/team_routes.ts'
import { registerLinkRoutes } from '../links/link_routes.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { PARTNER_ACCESS_ROUTES, PARTNER_ROUTES } from '../partners/routes.ts'
import { SECRET_ROUTES } from '../secrets/routes.ts'
import { LOGO_ROUTES, SETTINGS_ROUTES } from '../settings/routes.ts'
import { TOKEN_ROUTES } from '../tokens/routes.ts'
import { EVENT_ROUTES } from '../events/routes.ts'
import { JOB_ROUTES } from '../jobs/routes.ts'
import { SCHEDULE_ROUTES } from '../schedules/routes.ts'
import { WEBHOOK_ROUTES } from '../webhooks/routes.ts'
import { RECORD_ROUTES } from '../records/routes.ts'
import { FILE_ROUTES, ROOM_ROUTES } from '../files/routes.ts'
import { REPORT_ROUTES } from '../reports/routes.ts'
import { LIST_ROUTES } from '../lists/routes.ts'
import { TRANSFER_ROUTES } from '../transfer/routes.ts'
import { SEARCH_ROUTES } from '../search/routes.ts'
import { MODULE_SETTINGS_ROUTES } from '../module_settings/routes.ts'
import { CUSTOM_FIELD_ROUTES } from '../custom_fields/routes.ts'
import { DATA_ROUTES } from '../data/routes.ts'
import { AI_ROUTES } from '../ai/routes.ts'
import { DRIVER_ROUTES } from '../drivers/routes.ts'
import { MESSAGE_ROUTES } from '../messages/routes.ts'
import { SLOT_ROUTES } from '../slots/routes.ts'
import { DOCUMENT_ROUTES } from '../documents/routes.ts'
import { OPENAPI_ROUTES } from '../openapi/routes.ts'
import { WIDGET_ROUTES } from '../widgets/routes.ts'
import { LIVE_ROUTES } from '../live/routes.ts'
import { SAMPLE_ROUTES } from '../samples/routes.ts'
import { ONBOARDING_ROUTES } from '../onboarding/routes.ts'
import { INBOX_ROUTES } from '../notifications/routes.ts'
import { RUN_ROUTES } from '../runs/routes.ts'
import { RECENTLY_DELETED_ROUTES } from '../recently_deleted/routes.ts'
import { SHELL_ROUTES } from '../shell/routes.ts'
import { checkRoutes } from './check_routes.ts'
import { defineRoutes } from './module_routes.ts'
import { registerPublicRoutes, type PublicRoute } from './public_routes.ts'
import { registerModuleRoutes, registerRoutes } from './register_routes.ts'

const Home = () => import('../home/home_controller.ts')
const Health = () => import('./health_controller.ts')
const SecurityTxt = () => import('./security_txt_controller.ts')
const ServiceWorker = () => import('../shell/controllers/service_worker_controller.ts')
const Nothing = () => import('./nothing_controller.ts')
const InboundMail = () => import('../messages/news/mail_controller.ts')
const DriverNews = () => import('../messages/news/driver_controller.ts')
const ResendNews = () => import('../messages/news/resend_controller.ts')
const WayOut = () => import('../notifications/controllers/way_out_controller.ts')
const Mailbox = () => import('../mail/mailbox_controller.ts')
const Catalogue = () => import('../dev/catalogue_controller.ts')

const HOME_ROUTES = defineRoutes((route) => {
  route.get('/', [Home, 'show'], { permission: 'kernel.home.view', only: 'web' })
})

const MEMBER_ROUTES = [
  HOME_ROUTES,
  SETTINGS_ROUTES,
  TEAM_ROUTES,
  ACCESS_ROUTES,
  TOKEN_ROUTES,
  SECRET_ROUTES,
  AUDIT_ROUTES,
  PARTNER_ACCESS_ROUTES,
  EVENT_ROUTES,
  JOB_ROUTES,
  SCHEDULE_ROUTES,
  WEBHOOK_ROUTES,
  REPORT_ROUTES,
  RECORD_ROUTES,
  TRANSFER_ROUTES,
  LIST_ROUTES,
  SEARCH_ROUTES,
  MODULE_SETTINGS_ROUTES,
  CUSTOM_FIELD_ROUTES,
  DATA_ROUTES,
  DRIVER_ROUTES,
  AI_ROUTES,
  MESSAGE_ROUTES,
  SLOT_ROUTES,
  DOCUMENT_ROUTES,
  WIDGET_ROUTES,
  OPENAPI_ROUTES,
  LIVE_ROUTES,
  INBOX_ROUTES,
  RUN_ROUTES,
  SHELL_ROUTES,
  RECENTLY_DELETED_ROUTES,
  ROOM_ROUTES,
  ONBOARDING_ROUTES,
  SAMPLE_ROUTES,
]

const HEALTH: PublicRoute[] = [
  {
    method: 'GET',
    path: '/api/health',
    handler: [Health, 'show'],
    why: 'Load balancers ask it; it says up or down and the version.',
  },
  {
    method: 'GET',
    path: '/.well-known/security.txt',
    handler: [SecurityTxt, 'show'],
    why: 'Whoever finds a weakness needs to know whom to tell.',
  },
]

const MESSAGE_NEWS: PublicRoute[] = [
  {
    method: 'POST',
    path: '/api/inbound/resend',
    handler: [ResendNews, 'store'],
    why: 'The mail service tells what became of messages; each call is signed with a secret of both.',
  },
  {
    method: 'POST',
    path: '/api/inbound/mail',
    handler: [InboundMail, 'store'],
    why: 'Mails that came back are passed on by a mail service, which knows a secret of this deployment.',
  },
  ...(['GET', 'POST'] as const).map((method) => ({
    method,
    path: '/api/inbound/drivers/:driver/:token',
    handler: [DriverNews, 'hear'] as PublicRoute['handler'],
    why: 'The service of an organisation tells what became of texts; the address is signed, and the driver checks the call.',
  })),
]

const UNSUBSCRIBE_WHY =
  'Whoever has the link of a mail ends mails of its kind to its reader; the link is signed.'
const UNSUBSCRIBE: PublicRoute[] = [
  {
    method: 'GET',
    path: '/unsubscribe/:token',
    handler: [WayOut, 'show'],
    why: UNSUBSCRIBE_WHY,
  },
  {
    method: 'POST',
    path: '/unsubscribe/:token',
    handler: [WayOut, 'end'],
    why: UNSUBSCRIBE_WHY,
  },
  {
    method: 'GET',
    path: '/api/unsubscribe/:token',
    handler: [WayOut, 'open'],
    why: UNSUBSCRIBE_WHY,
  },
  {
    method: 'POST',
    path: '/api/unsubscribe/:token',
    handler: [WayOut, 'oneClick'],
    why: 'Mail programs send it without a session (RFC 8058); the link is signed.',
  },
]

const PWA: PublicRoute[] = [
  {
    method: 'GET',
    path: '/service_worker.js',
    handler: [ServiceWorker, 'show'],
    why: 'A file like the pictures and scripts of the build; browsers fetch it without a session.',
  },
]

const why = 'Only outside production: every outgoing message of this machine.'
const MAILBOX: PublicRoute[] = [
  { method: 'GET', path: '/dev/mail', handler: [Mailbox, 'index'], why },
  { method: 'POST', path: '/dev/mail/clear', handler: [Mailbox, 'clear'], why },
  { method: 'GET', path: '/dev/mail/:id', handler: [Mailbox, 'show'], why },
  {
    method: 'GET',
    path: '/dev/mail/:id/attachments/:index',
    handler: [Mailbox, 'attachment'],
    why,
  },
]

const CATALOGUE: PublicRoute = {
  method: 'GET',
  path: '/dev/ui',
  handler: [Catalogue, 'show'],
  why: 'Only outside production: the shared components, with made-up values.',
}

/** Registers every route of this deployment: open ones, the kernel's, the modules'. */
export async function registerKernelRoutes(router: HttpRouterService, app: ApplicationService) {
  registerPublicRoutes(router, [
    ...HEALTH,
    ...MESSAGE_NEWS,
    ...UNSUBSCRIBE,
    ...PWA,
    ...IDENTITY_ROUTES,
    ...LOGO_ROUTES,
    ...FILE_ROUTES,
  ])
  if (!app.inProduction) registerPublicRoutes(router, [...MAILBOX, CATALOGUE])

  registerRoutes(router, ACCOUNT_ROUTES, { prefix: '/account', module: null })
  registerRoutes(router, VIEW_ROUTES, { prefix: '/account', module: null })
  registerRoutes(router, PARTNER_ROUTES, { prefix: '/partner', module: null })
  for (const routes of MEMBER_ROUTES) registerRoutes(router, routes, { prefix: '', module: null })
  const registry = await app.container.make(ModuleRegistry)
  await registerModuleRoutes(router, registry)
  await registerLinkRoutes(router, registry)
  checkRoutes(registry)
  router.any('*', [Nothing, 'show']).as('nothing')
}
