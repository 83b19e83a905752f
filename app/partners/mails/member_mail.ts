import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuidv7 } from 'uuid'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { sendAccountMail } from '../../identity/mails/send_account_mail.ts'
import type User from '../../identity/models/user.ts'
import { newToken, storeLink } from '../../identity/services/links.ts'
import type { PartnerScope } from '../partner_scope.ts'

/** Two weeks in milliseconds: how long somebody new may take to set a password. */
const SET_UP = 14 * 24 * 60 * 60 * 1000

/** Tells somebody that they work for a partner from now on, and how to get in. */
export async function memberMail(
  trx: TransactionClientContract,
  partner: PartnerScope,
  user: User
): Promise<void> {
  const { name } = partner.partner
  const isNew = user.password === null && !user.emailVerifiedAt
  const entrance = isNew ? await setUpLink(trx, partner, user) : OPEN
  await sendAccountMail(trx, {
    to: user.email,
    subject: `You work for ${name} on Karkhana`,
    content: {
      organisation: name,
      heading: `Welcome to ${name}`,
      paragraphs: [
        `Hello ${user.name},`,
        partner.user.id === user.id
          ? `You look after the organisations of ${name} from now on.`
          : `${partner.user.name} has added you to ${name}. You look after its organisations from now on.`,
        ...(isNew ? ['Set a password first, within two weeks.'] : []),
      ],
      button: { label: entrance.label, href: absoluteUrl(entrance.path) },
      footer: ['You did not expect this? Then do nothing, and tell the sender.'],
    },
    uniqueKey: `partner_member/${uuidv7()}`,
    validUntil: entrance.validUntil,
  })
}

interface Entrance {
  label: string
  path: string
  validUntil?: Date
}

const OPEN: Entrance = { label: 'Open the organisations', path: '/partner/organisations' }

async function setUpLink(
  trx: TransactionClientContract,
  partner: PartnerScope,
  user: User
): Promise<Entrance> {
  const { token, hash } = newToken()
  const validUntil = await storeLink(trx, {
    kind: 'reset_password',
    userId: user.id,
    email: user.email,
    hash,
    ip: partner.origin.ip,
    lifetime: SET_UP,
  })
  return {
    label: 'Set your password',
    path: `/password/reset/${token}`,
    validUntil: validUntil ?? undefined,
  }
}
