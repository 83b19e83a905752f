import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import { KERNEL_VERSION } from '../../version.ts'
import { organisationsOf } from '../../identity/services/memberships.ts'
import { menuFor, slotsFor } from '../../modules/contributions.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import type { Flash, SharedProps } from '../page_types.ts'

/** Hands every page what the shell needs: who, where, what may be seen, what just happened. */
export default class InertiaMiddleware extends BaseInertiaMiddleware {
  async share(ctx: HttpContext) {
    const props: SharedProps = {
      ...(await this.#reader(ctx)),
      flash: flashOf(ctx),
      errors: ctx.session ? (this.getValidationErrors(ctx) as Record<string, string>) : {},
      app: {
        name: 'Karkhana',
        version: KERNEL_VERSION,
        environment: app.inProduction ? 'production' : app.inTest ? 'test' : 'development',
      },
    }
    return Object.fromEntries(
      Object.entries(props).map(([key, value]) => [key, ctx.inertia.always(value as never)])
    )
  }

  async #reader(ctx: HttpContext): Promise<Omit<SharedProps, 'flash' | 'errors' | 'app'>> {
    const user = ctx.auth?.use('web').user as
      { id: string; name: string; email: string } | undefined
    const scope = ctx.scope as HttpContext['scope'] | undefined
    if (!user || !scope) {
      return {
        user: null,
        organisation: null,
        organisations: [],
        role: null,
        branch: null,
        branches: [],
        permissions: [],
        menu: [],
        slots: {},
      }
    }
    const registry = await ctx.containerResolver.make(ModuleRegistry)
    const { id, name, timezone, currency, locale } = scope.organisation
    const branches = scope.branches.map((branch) => ({
      id: branch.id,
      code: branch.code,
      name: branch.name,
    }))
    return {
      user: { id: user.id, name: user.name, email: user.email },
      organisation: { id, name, timezone, currency, locale },
      organisations: await organisationsOf(user.id),
      role: scope.role,
      branch: branches.find((branch) => branch.id === scope.branch.id) ?? null,
      branches,
      permissions: [...scope.permissions],
      menu: menuFor(registry, scope),
      slots: slotsFor(registry, scope),
    }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    if (ctx.request.url().startsWith('/api/')) return next()
    await this.init(ctx)
    const output = await next()
    this.dispose(ctx)
    return output
  }
}

function flashOf(ctx: HttpContext): Flash {
  if (!ctx.session) return {}
  return {
    success: ctx.session.flashMessages.get('success') as string | undefined,
    error: ctx.session.flashMessages.get('error') as Flash['error'],
  }
}
