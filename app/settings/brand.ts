import db from '@adonisjs/lucid/services/db'
import { RuleError } from '../errors.ts'
import { checkOutgoing } from '../mail/check_outgoing.ts'
import { MailInvalidError } from '../mail/errors.ts'
import type { MailAddress } from '../mail/outgoing.ts'
import type { Scope } from '../tenancy/scope.ts'
import { logoPath } from './logos.ts'
import { deeper, nearestAccent, parseColour, passes, type Colour } from './accent.ts'

/** How an organisation or a partner presents itself. What is missing is inherited: from the partner, from Karkhana. */
export interface Brand {
  /** Colour of what a page wants pressed, `#1d4ed8`. */
  accent?: string | null
  /** Of a partner as it is stored: SHA-256 of the picture; of a brand that is worn: its path. */
  logo?: string | null
  /** Sender's name of mails. */
  mailName?: string | null
  /** Where answers to mails go. */
  mailReplyTo?: string | null
}

/** A brand with what it inherits. */
export interface WornBrand {
  accent: string | null
  /** The accent one shade deeper. */
  accentStrong: string | null
  logo: string | null
  mailName: string | null
  mailReplyTo: string | null
}

/** The brand of the organisation over that of its partner. */
export async function brandOf(scope: Scope): Promise<WornBrand> {
  const { brand, logo } = scope.organisation
  const own: Brand = { ...brand, logo: logoPath(logo) }
  return worn(own, await partnerBrand(scope.organisation.partnerId))
}

/** The brand of a partner on its own pages. */
export async function brandOfPartner(partnerId: string): Promise<WornBrand> {
  return worn({}, await partnerBrand(partnerId))
}

/** What somebody sees who wears `own` over `inherited`. */
export function worn(own: Brand, inherited: Brand = {}): WornBrand {
  const accent = own.accent ?? inherited.accent ?? null
  return {
    accent,
    accentStrong: accent && deeper(accent as Colour),
    logo: own.logo ?? inherited.logo ?? null,
    mailName: own.mailName ?? inherited.mailName ?? null,
    mailReplyTo: own.mailReplyTo ?? inherited.mailReplyTo ?? null,
  }
}

/**
 * Who a mail of the organisation is from, and where answers go; part of `deliver`. Answers go where the organisation
 * wants all of them, else to the address of the document or its branch, else where the partner wants them.
 */
export async function mailSenderOf(
  scope: Scope,
  document?: MailAddress
): Promise<{ fromName: string; replyTo?: MailAddress }> {
  const own = (scope.organisation.brand ?? {}) as Brand
  const { mailName, mailReplyTo } = await brandOf(scope)
  const fromName = mailName ?? scope.organisation.name
  if (document && !own.mailReplyTo) return { fromName, replyTo: document }
  return { fromName, ...(mailReplyTo && { replyTo: { name: fromName, address: mailReplyTo } }) }
}

/** What a form sends of a brand; the logo has a form of its own. */
export interface BrandInput {
  accent?: string | null
  mailName?: string | null
  mailReplyTo?: string | null
}

/**
 * The brand with the changes of a form. Empty fields inherit again.
 * @throws RuleError naming `accent`, `mailName` or `mailReplyTo`
 */
export function changedBrand(brand: Brand, input: BrandInput): Brand {
  checkSender(input)
  const { logo } = brand
  return withoutEmpty({
    logo,
    accent: input.accent ? checkedAccent(input.accent) : null,
    mailName: input.mailName,
    mailReplyTo: input.mailReplyTo,
  })
}

/**
 * A colour that can be read in both themes.
 * @throws RuleError naming `accent`, with the nearest colour that passes
 */
export function checkedAccent(text: string): Colour {
  const colour = parseColour(text)
  if (!colour) {
    throw new RuleError('E_COLOUR', `"${text}" is not a colour.`, {
      field: 'accent',
      next: 'Write it as six digits, such as #1d4ed8.',
    })
  }
  if (passes(colour)) return colour
  const nearest = nearestAccent(colour)
  throw new RuleError('E_COLOUR_CONTRAST', `${colour} cannot be read well in both themes.`, {
    field: 'accent',
    next: `The nearest colour that can be read is ${nearest}.`,
    meta: { nearest },
  })
}

function checkSender({ mailName, mailReplyTo }: BrandInput) {
  try {
    checkOutgoing({
      fromName: mailName ?? undefined,
      replyTo: mailReplyTo ? { address: mailReplyTo } : undefined,
      to: [{ address: 'somebody@example.com' }],
      subject: 'A mail',
      html: '',
      text: '',
      attachments: [],
      idempotencyKey: 'check',
    })
  } catch (error) {
    if (!(error instanceof MailInvalidError)) throw error
    const field = error.field === 'fromName' ? 'mailName' : 'mailReplyTo'
    throw new RuleError('E_MAIL_SENDER', error.message, { field, next: error.next })
  }
}

async function partnerBrand(partnerId: string | null | undefined): Promise<Brand> {
  if (!partnerId) return {}
  const row = (await db.from('partners').where('id', partnerId).select('brand').first()) as {
    brand: Brand
  } | null
  return row ? { ...row.brand, logo: logoPath(row.brand.logo) } : {}
}

function withoutEmpty(brand: Brand): Brand {
  return Object.fromEntries(Object.entries(brand).filter(([, value]) => value)) as Brand
}
