import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError, RuleError } from '../../errors.ts'
import { ensureAlive, identify } from '../../http/middleware/account_middleware.ts'
import { BRANCH_KEY, INTENDED_KEY, ORGANISATION_KEY, VIEW_AS_KEY } from '../../http/session_keys.ts'
import { understand } from '../../http/understand_error.ts'
import User from '../models/user.ts'
import { acceptInvitation, type Joined } from '../services/accept_invitation.ts'
import {
  askToJoin,
  askToProve,
  confirmation,
  confirmJoining,
  joinByMail,
  type NewGuest,
} from '../services/invitations_confirm.ts'
import { InvitationUnknownError } from '../services/invitations_errors.ts'
import {
  viewInvitation,
  type HeldInvitation,
  type InvitationView,
} from '../services/invitations_open.ts'
import { slowGuests, tryInvitation } from '../services/invitations_throttle.ts'
import { originOf } from '../services/origin.ts'
import { ensureGoodPassword } from '../services/passwords.ts'
import { endSession } from '../services/sessions.ts'
import { continueSignIn } from '../services/sign_in.ts'
import { codeValidator, confirmValidator, guestValidator } from '../validators/joining.ts'

/** Session key of the invitation that the visitor has opened. */
const HELD_KEY = 'held_invitation'
const HELD_PATH = '/join/invitation'

/** Joining an organisation by an invitation, with or without an account. */
export default class JoinController {
  /** Asks for the code. */
  async create(ctx: HttpContext) {
    await signedIn(ctx)
    quiet(ctx)
    return ctx.inertia.render('kernel::join/index' as never, {} as never)
  }

  async store(ctx: HttpContext) {
    const { code } = await ctx.request.validateUsing(codeValidator)
    return this.#open(ctx, code)
  }

  /** A followed link. Its secret leaves the address at once. */
  async follow(ctx: HttpContext) {
    quiet(ctx)
    try {
      return await this.#open(ctx, String(ctx.params.token))
    } catch (raw) {
      const error = understand(raw)
      if (error.status >= 500) throw raw
      return back(ctx, error)
    }
  }

  /** What the visitor is invited to, and the way in that fits them. */
  async show(ctx: HttpContext) {
    quiet(ctx)
    const user = await signedIn(ctx)
    const { view } = await this.#held(ctx)
    if (!view) return back(ctx, understand(new InvitationUnknownError()))
    if (!user) ctx.session.put(INTENDED_KEY, HELD_PATH)
    const account = !user && view.email ? await User.findBy('email', view.email) : null
    return ctx.inertia.render(
      'kernel::join/invitation' as never,
      {
        invitation: view,
        reader: user && { name: user.name, email: user.email },
        hasAccount: account !== null,
      } as never
    )
  }

  /** A stranger signs up: by mail at once, else after the address is proven. */
  async register(ctx: HttpContext) {
    const { held, view } = await this.#held(ctx)
    if (!held || !view) throw new InvitationUnknownError()
    const input = await ctx.request.validateUsing(guestValidator)
    const email = (view.email ?? input.email ?? '').trim().toLowerCase()
    const guest = { name: input.name, password: input.password, email }
    await ensureGuest(guest, view)
    const origin = originOf(ctx)
    if (view.email) {
      const joined = await joinByMail(held, guest, origin)
      return this.#arrive(ctx, joined, joined.user)
    }
    await slowGuests(ctx, email)
    await askToJoin(held, view, guest, origin)
    return this.#toMail(ctx, email)
  }

  /** The one button of somebody who is signed in. */
  async accept(ctx: HttpContext) {
    const { held, view } = await this.#held(ctx)
    if (!held || !view) throw new InvitationUnknownError()
    const { user } = ctx.account
    const origin = originOf(ctx)
    if (!user.emailVerifiedAt && !view.email) {
      await slowGuests(ctx, user.email)
      await askToProve(held, view, user, origin)
      return this.#toMail(ctx, user.email)
    }
    const joined = await acceptInvitation(held, user, origin)
    ctx.session.put(ORGANISATION_KEY, joined.organisationId)
    ctx.session.forget(BRANCH_KEY)
    ctx.session.forget(VIEW_AS_KEY)
    return this.#welcome(ctx, joined)
  }

  /** «Check your mail», the same for everybody. */
  async mailed(ctx: HttpContext) {
    const email = ctx.session.flashMessages.get('joinEmail') as string | undefined
    if (!email) return ctx.response.redirect().status(303).toPath(HELD_PATH)
    ctx.session.reflash()
    return ctx.inertia.render('kernel::join/mailed' as never, { email } as never)
  }

  /** The link in the mail. A program that only looks at it uses nothing up: the page asks by itself. */
  async confirm(ctx: HttpContext) {
    quiet(ctx)
    const token = String(ctx.params.token)
    const held = await confirmation(token)
    const view = held && (await viewInvitation(held))
    return ctx.inertia.render(
      'kernel::join/confirm' as never,
      { token, organisation: view?.organisation ?? null } as never
    )
  }

  async complete(ctx: HttpContext) {
    const { token } = await ctx.request.validateUsing(confirmValidator)
    const joined = await confirmJoining(token, originOf(ctx))
    return this.#arrive(ctx, joined, joined.user)
  }

  /** Lets somebody else take the invitation on this device. */
  async signOut(ctx: HttpContext) {
    const held = ctx.session.get(HELD_KEY) as HeldInvitation | undefined
    await endSession(ctx)
    await ctx.auth.use('web').logout()
    ctx.session.clear()
    if (held) ctx.session.put(HELD_KEY, held)
    return ctx.response.redirect().status(303).toPath(HELD_PATH)
  }

  async #open(ctx: HttpContext, secret: string) {
    const held = await tryInvitation(ctx, secret)
    ctx.session.put(HELD_KEY, held)
    return ctx.response.redirect().status(303).toPath(HELD_PATH)
  }

  async #held({ session }: HttpContext): Promise<{
    held?: HeldInvitation
    view: InvitationView | null
  }> {
    const held = session.get(HELD_KEY) as HeldInvitation | undefined
    return { held, view: held ? await viewInvitation(held) : null }
  }

  #toMail(ctx: HttpContext, email: string) {
    ctx.session.flash('joinEmail', email)
    return ctx.response.redirect().status(303).toPath('/join/mailed')
  }

  async #arrive(ctx: HttpContext, joined: Joined, user: User) {
    ctx.session.forget(INTENDED_KEY)
    const path = await continueSignIn(ctx, user, { method: 'link', remember: false })
    return this.#welcome(ctx, joined, path)
  }

  #welcome({ session, response }: HttpContext, joined: Joined, path = '/') {
    session.forget(HELD_KEY)
    session.flash('success', `Welcome to ${joined.organisation}. You are ${joined.role} here.`)
    return response.redirect().status(303).toPath(path)
  }
}

/** @throws RuleError naming `email` or `password` */
async function ensureGuest(guest: NewGuest, view: InvitationView) {
  if (!guest.email) {
    throw new RuleError('E_EMAIL_MISSING', 'This is missing. Please fill it in.', {
      field: 'email',
    })
  }
  await ensureGoodPassword('password', guest.password, [guest.name, guest.email, view.organisation])
}

/** The signed-in person, where there is one whose session counts. */
async function signedIn(ctx: HttpContext): Promise<User | null> {
  if (!(await ctx.auth.use('web').check())) return null
  try {
    const account = await identify(ctx)
    await ensureAlive(account)
    return account.user
  } catch (error) {
    if (!(error instanceof KarkhanaError) || error.status >= 500) throw error
    Reflect.deleteProperty(ctx, 'account')
    return null
  }
}

/** Pages whose address or content is a key: kept by no cache and told to no other site. */
function quiet({ response }: HttpContext) {
  response.header('referrer-policy', 'no-referrer')
  response.header('cache-control', 'no-store')
}

function back(ctx: HttpContext, error: { code: string; message: string; next?: string }) {
  ctx.session.flash('error', { code: error.code, message: error.message, next: error.next })
  return ctx.response.redirect().status(303).toPath('/join')
}
