import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { raiseNextNumber, setNumberFormat } from '../../numbers/formats.ts'
import { numberOverview, previewFormat } from '../../numbers/overview.ts'
import { NUMBER_TOKENS } from '../../numbers/pattern.ts'
import {
  nextNumberValidator,
  numberFormatValidator,
  numberPreviewValidator,
} from '../validators.ts'

const PAGE = '/settings/numbers'

/** How documents are numbered. */
@inject()
export default class NumbersController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const series = await numberOverview(ctx.scope, this.registry)
    if (ctx.surface === 'api') return { data: series }
    const say = sayTo(ctx)
    return reply(ctx).page('kernel::settings/numbers', {
      series: series.map((each) => ({
        ...each,
        label: say(each.id.split('.')[0], each.label),
        module: say(each.id.split('.')[0], each.module),
      })),
      tokens: Object.fromEntries(
        Object.entries(NUMBER_TOKENS).map(([token, meaning]) => [token, say('kernel', meaning)])
      ),
    })
  }

  /** What a pattern would give; asked while somebody types. */
  async preview(ctx: HttpContext) {
    const { branchId = null, ...input } = await numberPreviewValidator.validate(ctx.request.qs())
    return { data: await previewFormat(ctx.scope, this.registry, { ...input, branchId }) }
  }

  async update(ctx: HttpContext) {
    const { branchId = null, ...input } = await ctx.request.validateUsing(numberFormatValidator)
    await setNumberFormat(ctx.scope, this.registry, { ...input, branchId })
    return reply(ctx).saved(
      { ...input, branchId },
      { to: PAGE, message: 'The next document carries the new format.' }
    )
  }

  async raise(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(nextNumberValidator)
    await raiseNextNumber(ctx.scope, this.registry, input)
    return reply(ctx).saved(input, { to: PAGE, message: 'The next document carries this number.' })
  }
}
