import type { HttpContext } from '@adonisjs/core/http'
import { INTENDED_KEY } from '../../http/session_keys.ts'
import type User from '../models/user.ts'
import type { Joined } from '../services/accept_invitation.ts'
import {
  viewInvitation,
  type HeldInvitation,
  type InvitationView,
} from '../services/invitations_open.ts'
import { continueSignIn } from '../services/sign_in.ts'

/** Session key of the invitation that the visitor has opened. */
export const HELD_KEY = 'held_invitation'

/** Where the opened invitation is shown. */
export const HELD_PATH = '/join/invitation'

/** Session key of the mail that the visitor waits for. */
export const ASKED_KEY = 'asked_to_join'

/** A mail that the visitor waits for; `id` is the one of the link in it. */
export interface AskedToJoin {
  id: string
  email: string
}

/** What the browser session holds, and what it says; `view` is `null` when its secret counts no more. */
export async function heldInvitation({ session }: HttpContext): Promise<{
  held?: HeldInvitation
  view: InvitationView | null
}> {
  const held = session.get(HELD_KEY) as HeldInvitation | undefined
  return { held, view: held ? await viewInvitation(held) : null }
}

/** Signs a new member in, or asks for the second factor first. */
export async function arrive(ctx: HttpContext, joined: Joined, user: User) {
  ctx.session.forget(INTENDED_KEY)
  const path = await continueSignIn(ctx, user, { method: 'link', remember: false })
  return welcome(ctx, joined, path)
}

/** The organisation opens. */
export function welcome({ session, response }: HttpContext, joined: Joined, path = '/') {
  session.forget(HELD_KEY)
  session.flash('success', `Welcome to ${joined.organisation}. You are ${joined.role} here.`)
  return response.redirect().status(303).toPath(path)
}

/** Back to the code, with what was wrong. */
export function back(ctx: HttpContext, error: { code: string; message: string; next?: string }) {
  ctx.session.flash('error', { code: error.code, message: error.message, next: error.next })
  return ctx.response.redirect().status(303).toPath('/join')
}
