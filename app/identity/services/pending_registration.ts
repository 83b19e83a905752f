import db from '@adonisjs/lucid/services/db'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../../errors.ts'
import { dispatchForDeployment } from '../../jobs/dispatch.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import mailRegistration from '../jobs/mail_registration.ts'
import User from '../models/user.ts'
import { findLink, LinkOverError, newToken, storeLink, useLink } from './links.ts'
import type { Origin } from './origin.ts'
import { ensureGoodPassword, hashPassword, hashMatches } from './passwords.ts'
import { registerOrganisation, type Registered, type Registration } from './registration.ts'
import { noteSecurityEvent } from './security_events.ts'
import { checkTaxId } from './tax_ids.ts'
import { throttle } from './throttle.ts'

/** What waits for its address to be proven. The password is there as its hash only. */
export interface PendingRegistration extends Omit<Registration, 'password'> {
  passwordHash: string
  /** Run of the job that mailed the present link. */
  mailedBy?: string
}

/** What somebody who opens the link is shown. */
export interface RegistrationView {
  organisationName: string
  name: string
  email: string
}

const LIFETIME = 24 * 60 * 60 * 1000
const NEXT = 'Sign in if you have used it, or sign up again.'

/** Tries at the password behind one link. */
const CONFIRM_RULE = { name: 'confirm_registration', free: 5 }

/**
 * Keeps a sign-up until its address is proven; nothing exists before. The same is done for an address that has an
 * account: what it is mailed is decided by a job.
 * @returns the id, for `mailAgain` and for telling the browser that signed up from others
 * @throws RuleError naming a field
 */
export async function askToRegister(
  registry: ModuleRegistry,
  { password, ...input }: Registration & { password: string },
  origin: Origin
): Promise<string> {
  await checkTaxId(registry, input.country, input.taxId, input.stateCode)
  const { name, organisationName, legalName, city } = input
  await ensureGoodPassword('password', password, [
    name,
    input.email,
    organisationName,
    legalName,
    city,
  ])
  const email = input.email.trim().toLowerCase()
  const payload: PendingRegistration = {
    ...input,
    email,
    passwordHash: await hashPassword(password),
  }
  const id = uuidv7()
  await db.transaction(async (client) => {
    // Nobody has the token of this hash; the job puts the hash of a mailed one in its place.
    const { hash } = newToken()
    await storeLink(client, {
      id,
      kind: 'register',
      email,
      hash,
      payload,
      ip: origin.ip,
      lifetime: LIFETIME,
    })
    await dispatchForDeployment(client, mailRegistration, { linkId: id })
    await noteSecurityEvent({ kind: 'register.asked', details: { email } }, origin, client)
  })
  return id
}

/** Has the mail of a pending sign-up sent once more, with a new link; nothing when it is over. */
export async function mailAgain(id: string): Promise<void> {
  await dispatchForDeployment(null, mailRegistration, { linkId: id })
}

/** State of a link, and the sign-up behind it. `id` tells whether this browser asked for it. */
export async function viewRegistration(token: string) {
  const { state, link } = await findLink<PendingRegistration>('register', token)
  if (!link || state !== 'open') return { state, id: null, registration: null }
  const { organisationName, name, email } = link.payload
  const registration: RegistrationView = { organisationName, name, email }
  return { state, id: link.id, registration }
}

/**
 * Founds the organisation of a sign-up whose link came back, with its owner and their proven address. In another
 * browser than the one that signed up the chosen password is asked as well: somebody could have signed up with the
 * address of a stranger and wait for them to press the button.
 * @throws LinkOverError, RuleError naming `password` or `email`, TooManyTriesError
 */
export async function confirmRegistration(
  registry: ModuleRegistry,
  token: string,
  proof: { askedAs: string | undefined; password: string | undefined },
  origin: Origin
) {
  const { state, link } = await findLink<PendingRegistration>('register', token)
  if (!link || state !== 'open') throw new LinkOverError(state === 'open' ? 'unknown' : state, NEXT)
  if (proof.askedAs !== link.id) await ensureChosen(link.id, link.payload, proof.password ?? '')
  const { passwordHash, mailedBy: _, ...input } = link.payload
  if (await User.findBy('email', link.email)) {
    throw new LinkOverError('used', 'There is an account with this e-mail already: sign in.')
  }
  const registration = { ...input, password: { hash: passwordHash } }
  return registerOrganisation(registry, registration, {
    before: (unit) => useLink(unit.trx, 'register', token, NEXT),
    after: (unit, registered) => noteRegistered(unit, registered, origin),
  })
}

/**
 * Founds the organisation of somebody whose address Google has proven just now; they need no password.
 * @throws RuleError naming a field
 */
export async function registerProven(
  registry: ModuleRegistry,
  input: Omit<Registration, 'password'>,
  origin: Origin
) {
  return registerOrganisation(
    registry,
    { ...input, password: null },
    { after: (unit, registered) => noteRegistered(unit, registered, origin) }
  )
}

async function noteRegistered(unit: Unit, { user, organisation }: Registered, origin: Origin) {
  const event = { userId: user.id, organisationId: organisation.id }
  await noteSecurityEvent({ kind: 'register.done', ...event }, origin, unit.trx)
  await noteSecurityEvent({ kind: 'email.verified', ...event }, origin, unit.trx)
}

async function ensureChosen(id: string, { passwordHash }: PendingRegistration, password: string) {
  const tries = await throttle(CONFIRM_RULE, id)
  if (!(await hashMatches(passwordHash, password))) {
    throw new RuleError('E_PASSWORD_WRONG', 'This is not the password you chose.', {
      field: 'password',
      next: 'Type the one from when you signed up, or sign up again.',
    })
  }
  await tries.forgive()
}
