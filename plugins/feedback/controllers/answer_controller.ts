import type { HttpContext } from '@adonisjs/core/http'
import { translate } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { reply } from '@karkhana/kernel/http'
import Survey from '../models/survey.ts'
import { isOpen, takeAnswer } from '../services/answer.ts'
import { answerValidator } from '../validators/answer.ts'

const TEXTS = [
  'title',
  'about',
  'question',
  'least',
  'most',
  'comment',
  'optional',
  'send',
  'choose',
  'thanks',
  'thanks_good',
  'thanks_low',
  'change',
  'you_said',
  'final',
  'other_language',
] as const

/** The page of the customer, in the language of the link or of the reader's choice. */
export default class AnswerController {
  async show(ctx: HttpContext) {
    const { scope, link } = ctx
    const survey = await scope.read(() => findOr404(Survey, link.recordId, { what: 'survey' }))
    const params = { number: survey.jobNumber, score: survey.score ?? 0 }
    return reply(ctx).page('feedback::survey', {
      vehicle: survey.vehicle,
      score: survey.score,
      comment: survey.comment,
      open: isOpen(scope, survey),
      language: link.language,
      texts: Object.fromEntries(
        TEXTS.map((key) => [key, translate(link.language, `feedback.page.${key}`, params)])
      ),
    })
  }

  async store(ctx: HttpContext) {
    const { score, comment } = await ctx.request.validateUsing(answerValidator)
    const { scope, link } = ctx
    const survey = await takeAnswer(scope, link.recordId, { score, comment: comment || null })
    return reply(ctx).saved(
      { score: survey.score },
      {
        to: `${ctx.request.url()}?lang=${link.language}`,
        message: translate(link.language, 'feedback.page.thanks'),
      }
    )
  }
}
