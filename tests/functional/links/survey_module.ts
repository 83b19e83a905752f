import type { HttpContext } from '@adonisjs/core/http'
import { defineModule } from '@karkhana/kernel/module'
import { reply, type ModulePublicRoute } from '@karkhana/kernel/http'
import vine from '@vinejs/vine'

const answers = vine.create({ score: vine.number().min(0).max(10) })

/** A controller of a plugin, as far as links are concerned. */
class SurveyController {
  show(ctx: HttpContext) {
    return reply(ctx).page('survey::ask', { asked: ctx.link.recordId })
  }

  /** What the handler was given, for the test to look at. */
  facts({ scope, link }: HttpContext) {
    return {
      link,
      organisationId: scope.organisationId,
      actor: scope.actor,
      permissions: [...scope.permissions],
      authority: scope.authority,
      branchIds: scope.branchIds,
    }
  }

  async answer(ctx: HttpContext) {
    const { score } = await ctx.request.validateUsing(answers)
    await ctx.scope.work((unit) =>
      unit.rows('update organisations set legal_name = ? where id = ?', [
        `scored ${score}`,
        ctx.scope.organisationId,
      ])
    )
    return reply(ctx).saved({ score }, { to: ctx.request.url(), message: 'Thank you.' })
  }
}

const handler = (method: keyof SurveyController): ModulePublicRoute['handler'] => [
  () => Promise.resolve({ default: SurveyController }),
  method,
]

const why = 'Customers who are asked for an answer have no account.'

/** Fixture modules with public pages: two purposes in the first, one in the second. */
export const SURVEY = defineModule({
  id: 'survey',
  name: 'Survey',
  description: 'Asks customers.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  publicRoutes: () =>
    Promise.resolve({
      default: [
        { method: 'GET', path: '/', handler: handler('show'), purpose: 'survey.ask', why },
        { method: 'GET', path: '/facts', handler: handler('facts'), purpose: 'survey.ask', why },
        { method: 'POST', path: '/', handler: handler('answer'), purpose: 'survey.ask', why },
        { method: 'GET', path: '/other', handler: handler('facts'), purpose: 'survey.other', why },
      ] satisfies ModulePublicRoute[],
    }),
})

export const GALLERY = defineModule({
  ...SURVEY,
  id: 'gallery',
  name: 'Gallery',
  publicRoutes: () =>
    Promise.resolve({
      default: [
        { method: 'GET', path: '/', handler: handler('facts'), purpose: 'gallery.show', why },
      ] satisfies ModulePublicRoute[],
    }),
})
