import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { notificationsOf, saveNotifications } from '../services/notification_kinds.ts'
import { reasonsOf, saveReasons, timesOf } from '../../notifications/reasons.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import type { Language } from '../../lang/declaration.ts'
import { labelIn } from '../../lang/translate.ts'
import {
  confirmedPhone,
  confirmPhone,
  phoneChannelsOf,
  sendPhoneCode,
} from '../../notifications/phone.ts'
import { ruleOfReason } from '../../notifications/reason_words.ts'
import { phoneCodeValidator, reasonsValidator } from '../../notifications/validators.ts'
import { notificationsValidator } from '../validators/account.ts'

/** What the person is written to about. */
export default class AccountNotificationsController {
  async show(ctx: HttpContext) {
    const { user } = ctx.account
    const language = readerLanguage(ctx)
    return reply(ctx).page('kernel::account/notifications', {
      kinds: notificationsOf(user),
      reasons: reasonsOf(user).map((reason) => ({ ...reason, ...labelOf(reason.id, language) })),
      times: timesOf(user),
      email: user.email,
      phone: user.phone,
      phoneConfirmed: confirmedPhone(user) !== null,
      phoneChannels: await phoneChannelsOf(user),
    })
  }

  /** Sends a code to the phone of the profile. */
  async phoneCode(ctx: HttpContext) {
    await sendPhoneCode(ctx.account.user)
    return reply(ctx).saved(
      {},
      { to: '/account/notifications', message: 'A code is on its way to your phone.' }
    )
  }

  async confirmPhone(ctx: HttpContext) {
    const { code } = await ctx.request.validateUsing(phoneCodeValidator)
    await confirmPhone(ctx.account.user, code)
    return reply(ctx).saved(
      {},
      { to: '/account/notifications', message: 'Your phone is confirmed.' }
    )
  }

  async update(ctx: HttpContext) {
    const { wanted } = await ctx.request.validateUsing(notificationsValidator)
    const { reasons, times } = await ctx.request.validateUsing(reasonsValidator)
    await saveNotifications(ctx.account.user, wanted)
    const now = timesOf(ctx.account.user)
    await saveReasons(ctx.account.user, reasons ?? {}, times && { ...now, ...times })
    return reply(ctx).saved({}, { to: '/account/notifications', message: 'Notifications saved.' })
  }
}

/** How a reason of a module is called; those of the kernel stand in the texts of the page. */
function labelOf(id: string, language: Language): { label: string | null; urgent: boolean } {
  const rule = ruleOfReason(id)
  if (!rule) return { label: null, urgent: false }
  const { module, notice } = rule
  return { label: labelIn(language, module, notice.label), urgent: notice.urgent ?? false }
}
