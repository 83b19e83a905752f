import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isProgram } from '../http/problem.ts'
import { reply } from '../http/reply.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { markOnboarding, onboardingState } from './state.ts'
import { onboardingOf } from './steps.ts'
import { onboardingMarkValidator } from './validators.ts'

/** The first steps of a new member. */
@inject()
export default class OnboardingController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const { putAway, praised } = await onboardingState(ctx.scope)
    return reply(ctx).page('kernel::getting_started', {
      onboarding: await onboardingOf(this.registry, ctx.scope),
      onHome: !putAway && !praised,
    })
  }

  async mark(ctx: HttpContext) {
    const { mark } = await ctx.request.validateUsing(onboardingMarkValidator)
    await markOnboarding(ctx.scope, mark)
    // A card that tells that it was seen wants no page.
    if (isProgram(ctx)) return ctx.response.noContent()
    return ctx.response.redirect().status(303).back()
  }
}
