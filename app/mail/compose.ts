import { Edge } from 'edge.js'
import { MailInvalidError } from './errors.ts'

/** How the organisation presents itself in a message. */
export interface MailBrand {
  /** Colour of the button and of the edge, `#1d4ed8`; white is read on it. */
  accent?: string | null
  /** Absolute address of its picture. */
  logo?: string | null
}

/** What a message says; the layout makes the HTML and the text part of it. */
export interface MailContent {
  /** Who writes, at the top of the message. */
  organisation: string
  /** First sentence in the list of an inbox, not shown in the message. */
  preview?: string
  heading: string
  paragraphs: string[]
  /** Several things of one kind, each with its page. `href` is an absolute http(s) address. */
  items?: { text: string; href: string }[]
  /** A small table: number, date, amount. */
  facts?: { label: string; value: string }[]
  /** The one thing to do. `href` is an absolute http(s) address. */
  button?: { label: string; href: string }
  /** Small print at the end: why the reader gets this, how to reach the organisation. */
  footer: string[]
  /** A way out at the very end: to get no more of these. `href` is an absolute http(s) address. */
  wayOut?: { label: string; href: string }
  /** BCP 47 language of the text; `en` unless said otherwise. */
  lang?: string
  brand?: MailBrand
}

/** Red of Karkhana. */
const ACCENT = '#dc2626'

const edge = Edge.create({ cache: process.env.NODE_ENV === 'production' })
edge.mount('mail', new URL('./', import.meta.url))

/**
 * The two parts of a message with the same content.
 *
 * @throws MailInvalidError the button leads nowhere safe
 */
export async function composeMail(content: MailContent): Promise<{ html: string; text: string }> {
  checkLinks(content)
  const { accent, logo } = content.brand ?? {}
  const look = { accent: accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent : ACCENT, logo }
  const html = await edge.render('mail::layouts/mail', { ...content, look })
  return { html, text: textPart(content) }
}

/** @throws MailInvalidError naming the link that is none */
function checkLinks({ button, wayOut, items = [] }: MailContent) {
  const links = [
    ...(button ? [['button.href', button.href]] : []),
    ...(wayOut ? [['wayOut.href', wayOut.href]] : []),
    ...items.map(({ href }, index) => [`items.${index}.href`, href]),
  ]
  const wrong = links.find(([, href]) => !/^https?:\/\//i.test(href))
  if (!wrong) return
  throw new MailInvalidError(wrong[0], 'The link is no web address.', 'Begin it with https://')
}

/** The same in plain text, for readers without HTML. Nothing is escaped: it is never markup. */
function textPart({
  organisation,
  heading,
  paragraphs,
  items,
  facts,
  button,
  footer,
  wayOut,
}: MailContent): string {
  const blocks = [heading, ...paragraphs]
  if (items?.length) blocks.push(items.map(({ text, href }) => `• ${text}\n  ${href}`).join('\n'))
  if (facts?.length) blocks.push(facts.map(({ label, value }) => `${label}: ${value}`).join('\n'))
  if (button) blocks.push(`${button.label}:\n${button.href}`)
  const out = wayOut ? [`${wayOut.label}: ${wayOut.href}`] : []
  blocks.push(['-- ', organisation, ...footer, ...out].join('\n'))
  return `${blocks.join('\n\n')}\n`
}
