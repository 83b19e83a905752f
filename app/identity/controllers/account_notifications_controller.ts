import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { notificationsOf, saveNotifications } from '../services/notification_kinds.ts'
import { defaultsOfUser, type OwnDefaults } from '../../notifications/defaults.ts'
import {
  BY_ROLE,
  choiceOf,
  reasonsOf,
  saveReasons,
  timesOf,
  type ReasonDefaults,
} from '../../notifications/reasons.ts'
import { sayTo } from '../../lang/say.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import type User from '../models/user.ts'
import {
  confirmedPhone,
  confirmPhone,
  phoneChannelsOf,
  sendPhoneCode,
} from '../../notifications/phone.ts'
import { labelOfReason } from '../../notifications/reason_words.ts'
import { phoneCodeValidator, reasonsValidator } from '../../notifications/validators.ts'
import { notificationsValidator } from '../validators/account.ts'

/** What the person is written to about. */
export default class AccountNotificationsController {
  async show(ctx: HttpContext) {
    const { user } = ctx.account
    const language = readerLanguage(ctx)
    const decided = await defaultsOfUser(user.id)
    return reply(ctx).page('kernel::account/notifications', {
      kinds: notificationsOf(user, sayTo(ctx)),
      reasons: reasonsOf(user, decidedFor(decided)).map((reason) => ({
        ...reason,
        ...labelOfReason(reason.id, language),
        undecided: choiceOf(withoutOwn(user), reason.id, decidedFor(decided)),
        decidedBy: decided
          .filter(({ choices }) => choices[reason.id])
          .map(({ organisation, role }) => ({ organisation, role })),
      })),
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

/** What is decided for a person; where organisations differ, what the page shows is that of the first. */
function decidedFor(decided: OwnDefaults[]): ReasonDefaults {
  return Object.assign({}, ...decided.map(({ choices }) => choices).reverse()) as ReasonDefaults
}

/** The person as if they had chosen nothing but whether they want what is decided for them. */
const withoutOwn = ({ notifications }: User) => ({
  notifications: { [BY_ROLE]: notifications?.[BY_ROLE] ?? true },
})
