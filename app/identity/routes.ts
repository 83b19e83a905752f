import { defineRoutes } from '../http/module_routes.ts'
import type { PublicRoute } from '../http/public_routes.ts'

const Session = () => import('./controllers/session_controller.ts')
const Registration = () => import('./controllers/registration_controller.ts')
const EmailVerification = () => import('./controllers/email_verification_controller.ts')
const PasswordReset = () => import('./controllers/password_reset_controller.ts')
const PasswordStrength = () => import('./controllers/password_strength_controller.ts')
const Join = () => import('./controllers/join_controller.ts')
const JoinConfirm = () => import('./controllers/join_confirm_controller.ts')
const Challenge = () => import('./controllers/two_factor_challenge_controller.ts')
const Google = () => import('./controllers/google_controller.ts')
const Profile = () => import('./controllers/account_profile_controller.ts')
const Email = () => import('./controllers/account_email_controller.ts')
const Security = () => import('./controllers/account_security_controller.ts')
const TwoFactor = () => import('./controllers/account_two_factor_controller.ts')
const Sessions = () => import('./controllers/account_sessions_controller.ts')
const Notifications = () => import('./controllers/account_notifications_controller.ts')
const OwnData = () => import('../data/controllers/own_data_controller.ts')
const AccountOrganisations = () => import('./controllers/account_organisations_controller.ts')

/** Ways in, for people who are not signed in yet. */
export const IDENTITY_ROUTES: PublicRoute[] = [
  { method: 'GET', path: '/login', handler: [Session, 'create'], why: 'Signing in.' },
  { method: 'POST', path: '/login', handler: [Session, 'store'], why: 'Signing in.' },
  { method: 'POST', path: '/logout', handler: [Session, 'destroy'], why: 'Ends what there is.' },
  { method: 'GET', path: '/register', handler: [Registration, 'create'], why: 'Signing up.' },
  { method: 'POST', path: '/register', handler: [Registration, 'store'], why: 'Signing up.' },
  {
    method: 'GET',
    path: '/register/sent',
    handler: [Registration, 'sent'],
    why: 'Says: check your mail.',
  },
  {
    method: 'POST',
    path: '/register/resend',
    handler: [Registration, 'resend'],
    why: 'Sends that mail once more.',
  },
  {
    method: 'GET',
    path: '/verify/:token',
    handler: [EmailVerification, 'show'],
    why: 'The link in the mail is the key; opening it changes nothing.',
  },
  {
    method: 'POST',
    path: '/verify/:token',
    handler: [EmailVerification, 'store'],
    why: 'The link in the mail is the key.',
  },
  {
    method: 'GET',
    path: '/password/forgot',
    handler: [PasswordReset, 'create'],
    why: 'Who asks has no password to sign in with.',
  },
  {
    method: 'POST',
    path: '/password/forgot',
    handler: [PasswordReset, 'store'],
    why: 'Who asks has no password to sign in with.',
  },
  {
    method: 'GET',
    path: '/password/sent',
    handler: [PasswordReset, 'sent'],
    why: 'Says: check your mail.',
  },
  {
    method: 'GET',
    path: '/password/reset/:token',
    handler: [PasswordReset, 'edit'],
    why: 'The link in the mail is the key; opening it changes nothing.',
  },
  {
    method: 'POST',
    path: '/password/reset/:token',
    handler: [PasswordReset, 'update'],
    why: 'The link in the mail is the key.',
  },
  {
    method: 'POST',
    path: '/password-strength',
    handler: [PasswordStrength, 'show'],
    why: 'Advises people who sign up or set a password anew.',
  },
  { method: 'GET', path: '/join', handler: [Join, 'create'], why: 'Asks for an invitation.' },
  { method: 'POST', path: '/join', handler: [Join, 'store'], why: 'The code is the key.' },
  {
    method: 'GET',
    path: '/join/invitation',
    handler: [Join, 'show'],
    why: 'Guests have no account yet; the session holds what the secret opened.',
  },
  {
    method: 'POST',
    path: '/join/invitation',
    handler: [Join, 'register'],
    why: 'Guests sign up by their invitation.',
  },
  {
    method: 'GET',
    path: '/join/mailed',
    handler: [JoinConfirm, 'mailed'],
    why: 'Says: check your mail.',
  },
  {
    method: 'POST',
    path: '/join/sign-out',
    handler: [Join, 'signOut'],
    why: 'Ends what there is.',
  },
  {
    method: 'GET',
    path: '/join/confirm/:token',
    handler: [JoinConfirm, 'confirm'],
    why: 'The link in the mail is the key.',
  },
  {
    method: 'POST',
    path: '/join/confirm/:token',
    handler: [JoinConfirm, 'complete'],
    why: 'The link in the mail is the key.',
  },
  { method: 'GET', path: '/join/:token', handler: [Join, 'follow'], why: 'The link is the key.' },
  {
    method: 'GET',
    path: '/login/two-factor',
    handler: [Challenge, 'create'],
    why: 'The second half of signing in.',
  },
  {
    method: 'POST',
    path: '/login/two-factor',
    handler: [Challenge, 'store'],
    why: 'The second half of signing in.',
  },
  {
    method: 'POST',
    path: '/login/two-factor/leave',
    handler: [Challenge, 'destroy'],
    why: 'Forgets the first half.',
  },
  {
    method: 'GET',
    path: '/login/google',
    handler: [Google, 'redirect'],
    why: 'Signing in with Google.',
  },
  {
    method: 'GET',
    path: '/login/google/callback',
    handler: [Google, 'callback'],
    why: 'Google sends people back here; the state proves whose answer it is.',
  },
  {
    method: 'GET',
    path: '/login/google/link',
    handler: [Google, 'explain'],
    why: 'Says what to do once; the session holds what Google said.',
  },
  {
    method: 'GET',
    path: '/email/:token',
    handler: [Email, 'show'],
    why: 'The link in the mail is the key.',
  },
  {
    method: 'POST',
    path: '/email/:token',
    handler: [Email, 'confirm'],
    why: 'The link in the mail is the key.',
  },
]

/** A person about themselves, below `/account`. */
export const ACCOUNT_ROUTES = defineRoutes(
  (route) => {
    const self = { permission: 'account.self' }
    const elsewhere = { ...self, whileReadOnly: true }
    route.get('/', [Profile, 'show'], self)
    route.put('/', [Profile, 'update'], self)
    route.put('/appearance', [Profile, 'appearance'], self)
    route.put('/language', [Profile, 'language'], self)
    route.post('/email', [Email, 'store'], self)
    route.delete('/email', [Email, 'destroy'], self)
    route.get('/security', [Security, 'show'], self)
    route.put('/password', [Security, 'updatePassword'], self)
    route.get('/two-factor', [TwoFactor, 'show'], self)
    route.post('/two-factor', [TwoFactor, 'begin'], self)
    route.post('/two-factor/confirm', [TwoFactor, 'confirm'], self)
    route.post('/two-factor/recovery-codes', [TwoFactor, 'renew'], self)
    route.post('/two-factor/off', [TwoFactor, 'destroy'], self)
    route.post('/google', [Google, 'link'], self)
    route.post('/google/unlink', [Google, 'unlink'], self)
    route.get('/sessions', [Sessions, 'index'], self)
    route.post('/sessions/end-others', [Sessions, 'destroyOthers'], self)
    route.delete('/sessions/:id', [Sessions, 'destroy'], self)
    route.get('/activity', [Sessions, 'activity'], self)
    route.get('/data', [OwnData, 'download'], self)
    route.get('/notifications', [Notifications, 'show'], self)
    route.put('/notifications', [Notifications, 'update'], self)
    route.post('/notifications/phone-code', [Notifications, 'phoneCode'], self)
    route.post('/notifications/phone', [Notifications, 'confirmPhone'], self)

    route.get('/organisations', [AccountOrganisations, 'index'], self)
    route.get('/organisations/create', [AccountOrganisations, 'create'], self)
    route.post('/organisations', [AccountOrganisations, 'store'], self)
    route.post('/organisations/switch', [AccountOrganisations, 'switch'], elsewhere)
    route.post('/organisations/leave', [AccountOrganisations, 'leave'], self)
    route.post('/partners/switch', [AccountOrganisations, 'switchPartner'], elsewhere)
    route.post('/join', [Join, 'accept'], self)
  },
  { audience: 'account' }
)
