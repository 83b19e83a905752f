import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '@karkhana/kernel/http'
import { listInput, runList } from '@karkhana/kernel/lists'
import { surveyList } from '../lists/surveys.ts'
import { getSurvey, handOver } from '../services/surveys.ts'
import { surveyRecord } from '../transformers/survey.ts'

/** What customers were asked and what they said, as pages and over the API. */
export default class SurveysController {
  async index(ctx: HttpContext) {
    const input = await listInput(ctx)
    return reply(ctx).list('feedback::index', await runList(ctx.scope, surveyList, input))
  }

  async show(ctx: HttpContext) {
    const survey = await getSurvey(ctx.scope, ctx.params.id)
    return reply(ctx).record('feedback::show', await surveyRecord(ctx.scope, survey))
  }

  /** A link to hand over; answered once, for the page keeps no secret. */
  async link(ctx: HttpContext) {
    return { data: { url: await handOver(ctx.scope, ctx.params.id) } }
  }
}
