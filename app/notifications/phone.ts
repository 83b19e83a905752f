import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { chosenDriver } from '../drivers/choices.ts'
import { driverFor } from '../drivers/driver_for.ts'
import { fakeOf } from '../drivers/fakes.ts'
import { RuleError } from '../errors.ts'
import { parsePhone } from '../fields/phone.ts'
import type User from '../identity/models/user.ts'
import { organisationsOf } from '../identity/services/memberships.ts'
import { languageOf, translate } from '../lang/translate.ts'
import { FAMILIES } from '../messages/channels/text.ts'
import { keepInMailbox } from '../sms/mailbox_driver.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { PHONE_CHANNELS, type PhoneChannel } from './reasons.ts'

/** A code that went to a phone and was not typed yet. */
export interface AwaitedCode {
  phone: string
  /** SHA-256 of the account and the code. */
  hash: string
  /** ISO instant. */
  until: string
  tries: number
}

/** Minutes that a code counts, tries that it has, and seconds before the next one may be asked for. */
const MINUTES = 10
const TRIES = 5
const PAUSE = 60

/** The phone of the person in E.164, if they have shown that it is theirs. */
export function confirmedPhone({ phone, confirmedPhone: confirmed }: User): string | null {
  return phone && phone === confirmed ? parsePhone(phone) : null
}

/** Channels to the phone that an organisation of the person has a service for. */
export async function phoneChannelsOf(user: User): Promise<PhoneChannel[]> {
  const scopes = await scopesOf(user)
  const found = new Set<PhoneChannel>()
  for (const scope of scopes) {
    for (const channel of PHONE_CHANNELS) if (await reaches(scope, channel)) found.add(channel)
  }
  return PHONE_CHANNELS.filter((channel) => found.has(channel))
}

/**
 * Sends a code to the phone of the person, through a service of one of their organisations. It leaves no record that
 * others could read.
 * @throws RuleError when there is no phone or service, or the last code is a minute old; SmsError
 */
export async function sendPhoneCode(user: User, now = new Date()): Promise<void> {
  const { phone } = user
  const to = phone && parsePhone(phone)
  if (!phone || !to) {
    throw new RuleError('E_PHONE_MISSING', 'There is no phone number in your profile.', {
      field: 'code',
      next: 'Write it into your profile first.',
    })
  }
  const last = user.phoneCode
  if (last && Date.parse(last.until) - now.getTime() > MINUTES * 60_000 - PAUSE * 1_000) {
    throw new RuleError('E_PHONE_CODE_SOON', 'A code went out a moment ago.', {
      field: 'code',
      next: 'Wait a minute, then ask for another one.',
    })
  }
  const found = await serviceFor(user)
  if (!found) {
    throw new RuleError('E_PHONE_SERVICE', 'No organisation of yours sends messages to phones.', {
      next: 'An admin chooses a service under Settings → Services.',
    })
  }
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const until = new Date(now.getTime() + MINUTES * 60_000).toISOString()
  await user.merge({ phoneCode: { phone, hash: hashOf(user, code), until, tries: 0 } }).save()
  const { scope, channel } = found
  const driver = (await driverFor(scope, FAMILIES[channel])) ?? keepInMailbox(scope, channel)
  await driver.send({
    to,
    text: translate(languageOf(user), 'kernel.phone_code', { code, minutes: MINUTES }),
    idempotencyKey: `kernel.phone_code/${user.id}/${until}`,
  })
}

/**
 * Takes the code that went to the phone.
 * @throws RuleError at `code`
 */
export async function confirmPhone(user: User, code: string, now = new Date()): Promise<void> {
  const refused = await user.lockForUpdate(async (locked) => {
    const awaited = locked.phoneCode
    if (!awaited || awaited.phone !== locked.phone || Date.parse(awaited.until) < now.getTime()) {
      return 'over' as const
    }
    if (awaited.tries >= TRIES) return 'over' as const
    const given = Buffer.from(hashOf(locked, code))
    if (!timingSafeEqual(given, Buffer.from(awaited.hash))) {
      await locked.merge({ phoneCode: { ...awaited, tries: awaited.tries + 1 } }).save()
      return 'wrong' as const
    }
    await locked.merge({ phoneCode: null, confirmedPhone: locked.phone }).save()
    return null
  })
  if (refused === 'over') {
    throw new RuleError('E_PHONE_CODE_OVER', 'This code does not count any more.', {
      field: 'code',
      next: 'Ask for another one.',
    })
  }
  if (refused === 'wrong') {
    throw new RuleError('E_PHONE_CODE', 'This is not the code.', {
      field: 'code',
      next: 'Look at the newest message on your phone.',
    })
  }
}

const hashOf = ({ id }: User, code: string) =>
  createHash('sha256').update(`${id}/${code}`).digest('hex')

async function serviceFor(user: User): Promise<{ scope: Scope; channel: PhoneChannel } | null> {
  for (const scope of await scopesOf(user)) {
    for (const channel of PHONE_CHANNELS) {
      if (await reaches(scope, channel)) return { scope, channel }
    }
  }
  return null
}

/** Outside production texts land in the mailbox of the developer. */
async function reaches(scope: Scope, channel: PhoneChannel): Promise<boolean> {
  const family = FAMILIES[channel]
  if (!app.inProduction || fakeOf(family)) return true
  return (await chosenDriver(scope, family)) !== null
}

/** The organisations in which the person works, ten at the most. */
async function scopesOf(user: User): Promise<Scope[]> {
  const open = (await organisationsOf(user.id)).filter(({ suspended }) => !suspended)
  return Promise.all(open.slice(0, 10).map(({ id }) => systemScope(id, 'kernel.phone')))
}
