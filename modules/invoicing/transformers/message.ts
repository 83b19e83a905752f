import type { MessageOfRecord, MessageState } from '@karkhana/kernel/mail'
import type InvoiceMessage from '../models/invoice_message.ts'

/** An e-mail about an invoice as its page and the API see it. */
export interface InvoiceMessageView {
  id: string
  invoiceId: string
  /** `null` after it was erased. */
  to: string | null
  status: MessageState
  requestedBy: string | null
  /** Instants, ISO, UTC. */
  requestedAt: string
  sentAt: string | null
  errorCode: string | null
  errorMessage: string | null
}

export function messageView(
  invoiceId: string,
  { channel: _, state, ...message }: MessageOfRecord
): InvoiceMessageView {
  return { ...message, invoiceId, status: state }
}

/** One that went before the kernel kept all messages. */
export function formerMessageView(message: InvoiceMessage): InvoiceMessageView {
  const { id, invoiceId, toAddress, status, requestedBy, errorCode, errorMessage } = message
  return {
    id,
    invoiceId,
    to: toAddress,
    status,
    requestedBy,
    requestedAt: message.createdAt.toUTC().toISO()!,
    sentAt: message.sentAt?.toUTC().toISO() ?? null,
    errorCode: errorCode ?? null,
    errorMessage: errorMessage ?? null,
  }
}
