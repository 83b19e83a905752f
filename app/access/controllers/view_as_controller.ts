import type { HttpContext } from '@adonisjs/core/http'
import { originOf } from '../../identity/services/origin.ts'
import { noteSecurityEvent } from '../../identity/services/security_events.ts'
import { viewValidator } from '../role_validator.ts'
import { beginView, endView } from '../view_as.ts'

/** Looking through the eyes of another role, to see what its holders see. */
export default class ViewAsController {
  async begin(ctx: HttpContext) {
    const { role } = await ctx.request.validateUsing(viewValidator)
    const { name } = await beginView(ctx, role)
    await this.#note(ctx, 'view_as.begun', ctx.scope.organisationId, name)
    return ctx.response.redirect().status(303).toPath('/')
  }

  /** Always works, also when the role or the membership is gone. */
  async end(ctx: HttpContext) {
    const view = endView(ctx)
    if (view) await this.#note(ctx, 'view_as.ended', view.organisationId, view.role)
    return ctx.response.redirect().status(303).toPath('/')
  }

  #note(ctx: HttpContext, kind: 'view_as.begun' | 'view_as.ended', place: string, role: string) {
    return noteSecurityEvent(
      { kind, userId: ctx.account.user.id, organisationId: place, details: { role } },
      originOf(ctx)
    )
  }
}
