import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { chooseDriver } from '../choices.ts'
import { serviceIn } from '../driver_words.ts'
import { listServices, testService } from '../overview.ts'
import { moduleOf } from '../offers.ts'
import { driverChoiceValidator } from '../validators.ts'

const PAGE = '/settings/services'

/** Which service each kind of message or payment goes through. */
export default class ServicesController {
  async index(ctx: HttpContext) {
    const services = (await listServices(ctx.scope)).map((each) => serviceIn(sayTo(ctx), each))
    if (ctx.surface === 'api') return { data: services }
    return reply(ctx).page('kernel::settings/services', {
      services,
      messages: ctx.scope.can('kernel.message.manage'),
      mailbox: app.inProduction ? null : '/dev/mail',
    })
  }

  async update(ctx: HttpContext) {
    const { driver } = await ctx.request.validateUsing(driverChoiceValidator)
    const chosen = await chooseDriver(ctx.scope, ctx.params.family, driver)
    return reply(ctx).saved(chosen, {
      to: PAGE,
      message: chosen.label
        ? {
            key: 'kernel.service.used',
            params: { service: sayTo(ctx)(moduleOf(chosen.driver!), chosen.label) },
          }
        : 'No service is used now.',
    })
  }

  async test(ctx: HttpContext) {
    const message = await testService(ctx.scope, ctx.params.family)
    return reply(ctx).saved({ message }, { to: PAGE, message })
  }
}
