import PostalMime from 'postal-mime'
import { inOneLine, isGone } from '../bounces.ts'
import type { MessageNews } from './apply_news.ts'
import { messageOfReturnPath } from './return_path.ts'

/** Bytes of a mail that are read; the report stands before the message that came back. */
export const RAW_MAIL_LIMIT = 10 * 1024 * 1024

const REPORTS = ['message/delivery-status', 'message/global-delivery-status']

/** Headers in which mail servers name the address that a mail was for. */
const RECIPIENTS = ['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']

/** A delivery status notification about a message of ours. */
export interface DeliveryReport {
  messageId: string
  news: MessageNews
}

/**
 * Reads a mail that came to a return path: a delivery status notification (RFC 3464) that says of a message that it
 * arrived, or that it will not. `null` of all others: answers of readers and of their machines, reports of a delay, and
 * mails to an address that this deployment did not make.
 * @param recipient the address that the mail was for, where the mail server tells it; else the headers are asked
 */
export async function readDeliveryReport(
  raw: Uint8Array,
  recipient?: string
): Promise<DeliveryReport | null> {
  const mail = await parsed(raw)
  if (!mail) return null
  const header = (key: string) => mail.headers.filter((each) => each.key === key)
  const [type] = header('content-type')
  if (!type || !/^multipart\/report\b.*delivery-status/is.test(type.value)) return null
  const addresses = recipient
    ? [recipient]
    : RECIPIENTS.flatMap(header).flatMap(
        ({ value }) => value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []
      )
  const messageId = addresses.map(messageOfReturnPath).find((id) => id !== null)
  const part = mail.attachments.find(({ mimeType }) => REPORTS.includes(mimeType))
  if (!messageId || typeof part?.content !== 'string') return null
  const news = newsIn(part.content)
  return news && { messageId, news }
}

async function parsed(raw: Uint8Array) {
  try {
    return await PostalMime.parse(raw.subarray(0, RAW_MAIL_LIMIT), { attachmentEncoding: 'utf8' })
  } catch {
    // Nested too deeply, or headers without end: no mail server writes a report like that.
    return null
  }
}

/** What a report says of its first recipient: each of our messages has one. */
function newsIn(report: string): MessageNews | null {
  const groups = report
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
  const said = groups.find((fields) => fields.has('action'))
  if (!said) return null
  const action = said.get('action')!.toLowerCase()
  if (action === 'delivered') return { event: 'delivered', hard: false, reason: null }
  if (action !== 'failed') return null
  const status = said.get('status') ?? ''
  const diagnostic = (said.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, '')
  const exact = /^[245]\.\d+\.\d+/.test(status) && !/^[245]\.0\.0/.test(status)
  const reason = inOneLine(diagnostic || status)
  return {
    event: 'bounced',
    hard: isGone(exact ? status : diagnostic),
    reason: reason || null,
  }
}

/** Fields of a group by their small names; a line that begins with a blank goes on with the one before. */
function fieldsOf(group: string): Map<string, string> {
  const lines = group.replace(/\n[ \t]+/g, ' ').split('\n')
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
      return name ? [[name.toLowerCase(), value.trim()]] : []
    })
  )
}
