import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { applyNews } from './apply_news.ts'
import { readResendEvent } from './resend_news.ts'
import { verifyCall } from './verify.ts'

/** What Resend tells of messages that it took: delivered, come back, reported as unwanted. */
export default class ResendController {
  async store({ request, response }: HttpContext) {
    const secret = process.env.RESEND_WEBHOOK_SECRET
    if (!secret) throw new NotFoundError('page')
    const body = request.raw() ?? ''
    verifyCall({ body, header: (name) => request.header(name) }, secret)
    const news = readResendEvent(body)
    if (news) await applyNews(news.organisationId, { messageId: news.messageId }, news)
    return response.noContent()
  }
}
