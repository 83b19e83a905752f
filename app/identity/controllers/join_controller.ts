import type { HttpContext } from '@adonisjs/core/http'
import { RuleError } from '../../errors.ts'
import { keepQuiet } from '../../http/quiet.ts'
import { BRANCH_KEY, INTENDED_KEY, ORGANISATION_KEY, VIEW_AS_KEY } from '../../http/session_keys.ts'
import { understand } from '../../http/understand_error.ts'
import User from '../models/user.ts'
import { acceptInvitation } from '../services/accept_invitation.ts'
import { slowAsking } from '../services/asking.ts'
import {
  askToJoin,
  askToProve,
  joinByMail,
  type NewGuest,
} from '../services/invitations_confirm.ts'
import { InvitationUnknownError } from '../services/invitations_errors.ts'
import type { HeldInvitation, InvitationView } from '../services/invitations_open.ts'
import { tryInvitation } from '../services/invitations_throttle.ts'
import { originOf } from '../services/origin.ts'
import { ensureGoodPassword } from '../services/passwords.ts'
import { endSession } from '../services/sessions.ts'
import { codeValidator, guestValidator } from '../validators/joining.ts'
import {
  arrive,
  ASKED_KEY,
  back,
  HELD_KEY,
  HELD_PATH,
  heldInvitation,
  welcome,
  type AskedToJoin,
} from './join_steps.ts'
import { signedIn } from './signed_in.ts'

/** Joining an organisation by an invitation, with or without an account. */
export default class JoinController {
  /** Asks for the code. */
  async create(ctx: HttpContext) {
    await signedIn(ctx)
    keepQuiet(ctx)
    return ctx.inertia.render('kernel::join/index' as never, {} as never)
  }

  async store(ctx: HttpContext) {
    const { code } = await ctx.request.validateUsing(codeValidator)
    return this.#open(ctx, code)
  }

  /** A followed link. Its secret leaves the address at once. */
  async follow(ctx: HttpContext) {
    keepQuiet(ctx)
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
    keepQuiet(ctx)
    const user = await signedIn(ctx)
    const { view } = await heldInvitation(ctx)
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
    const { held, view } = await heldInvitation(ctx)
    if (!held || !view) throw new InvitationUnknownError()
    const input = await ctx.request.validateUsing(guestValidator)
    const email = (view.email ?? input.email ?? '').trim().toLowerCase()
    const guest = { name: input.name, password: input.password, email }
    await ensureGuest(guest, view)
    const origin = originOf(ctx)
    if (view.email) {
      const joined = await joinByMail(held, guest, origin)
      return arrive(ctx, joined, joined.user)
    }
    await slowAsking(ctx, email)
    return this.#toMail(ctx, email, await askToJoin(held, view, guest, origin))
  }

  /** The one button of somebody who is signed in. */
  async accept(ctx: HttpContext) {
    const { held, view } = await heldInvitation(ctx)
    if (!held || !view) throw new InvitationUnknownError()
    const { user } = ctx.account
    const origin = originOf(ctx)
    if (!user.emailVerifiedAt && !view.email) {
      await slowAsking(ctx, user.email)
      return this.#toMail(ctx, user.email, await askToProve(held, view, user, origin))
    }
    const joined = await acceptInvitation(held, user, origin)
    ctx.session.put(ORGANISATION_KEY, joined.organisationId)
    ctx.session.forget(BRANCH_KEY)
    ctx.session.forget(VIEW_AS_KEY)
    return welcome(ctx, joined)
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

  #toMail(ctx: HttpContext, email: string, id: string) {
    const asked: AskedToJoin = { id, email }
    ctx.session.put(ASKED_KEY, asked)
    return ctx.response.redirect().status(303).toPath('/join/mailed')
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
