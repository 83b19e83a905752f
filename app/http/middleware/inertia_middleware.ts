import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import BaseInertiaMiddleware from '@adonisjs/inertia/inertia_middleware'
import { KERNEL_VERSION } from '../../version.ts'
import type { Flash, SharedProps } from '../page_types.ts'
import { readerProps } from '../reader_props.ts'
import { isStateless } from '../surface.ts'

/** Hands every page what the shell needs: who, where, what may be seen, what just happened. */
export default class InertiaMiddleware extends BaseInertiaMiddleware {
  /** Under one name, so that no page can take a name of the shell away; Inertia wants the other two beside it. */
  async share(ctx: HttpContext) {
    const { flash, errors, ...shared }: SharedProps = {
      ...(await readerProps(ctx)),
      flash: flashOf(ctx),
      errors: ctx.session ? (this.getValidationErrors(ctx) as Record<string, string>) : {},
      app: {
        name: 'Karkhana',
        version: KERNEL_VERSION,
        environment: app.inProduction ? 'production' : app.inTest ? 'test' : 'development',
      },
    }
    const always = (value: unknown) => ctx.inertia.always(value as never)
    return { shared: always(shared), flash: always(flash), errors: always(errors) }
  }

  async handle(ctx: HttpContext, next: NextFn) {
    if (isStateless(ctx.request.url())) return next()
    await this.init(ctx)
    const output = await next()
    this.dispose(ctx)
    return output
  }
}

function flashOf(ctx: HttpContext): Flash {
  if (!ctx.session) return {}
  return {
    id: ctx.session.flashMessages.get('id') as string | undefined,
    success: ctx.session.flashMessages.get('success') as string | undefined,
    error: ctx.session.flashMessages.get('error') as Flash['error'],
    undo: ctx.session.flashMessages.get('undo') as Flash['undo'],
  }
}
