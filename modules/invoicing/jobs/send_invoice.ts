import { KarkhanaError, type Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { defineJob } from '@karkhana/kernel/jobs'
import { deliver, MailError, MailRefusedError } from '@karkhana/kernel/mail'
import { invoiceMail } from '../mails/invoice_mail.ts'
import Invoice from '../models/invoice.ts'
import InvoiceMessage from '../models/invoice_message.ts'
import { printInvoice } from '../services/print.ts'
import { ensureIssued } from '../services/states.ts'

/** Attempts after the first one. */
const RETRIES = 5

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Prints an invoice and mails it to one address; the message row tells how it went. */
const sendInvoice = defineJob<{ messageId: string }>({
  name: 'invoicing.send_invoice',
  retryLimit: RETRIES,
  retryDelay: 30,
  parse(payload) {
    const { messageId } = payload as { messageId?: unknown }
    if (typeof messageId !== 'string' || !UUID.test(messageId)) {
      throw new TypeError('invoicing.send_invoice needs the id of a message')
    }
    return { messageId }
  },
  async handle(scope, { messageId }, run) {
    const message = await scope.read(() => findOr404(InvoiceMessage, messageId))
    if (message.status === 'sent') return
    try {
      const sentAs = await send(scope, message)
      await note(scope, messageId, {
        status: 'sent',
        sentAt: scope.now(),
        messageId: sentAs,
        attempts: run.attempt,
        errorCode: null,
        errorMessage: null,
      })
    } catch (error) {
      const permanent = isPermanent(error)
      await note(scope, messageId, {
        status: permanent || run.attempt > RETRIES ? 'failed' : 'queued',
        attempts: run.attempt,
        ...explained(error),
      })
      if (!permanent) throw error
    }
  },
})

export default sendInvoice

/** The same key at every attempt, so that a repeated delivery is dropped by its receiver. */
async function send(scope: Scope, message: InvoiceMessage): Promise<string> {
  const invoice = await scope.read(() => findOr404(Invoice, message.invoiceId))
  ensureIssued(invoice, 'sent')
  const file = await printInvoice(scope, invoice.id)
  const mail = await invoiceMail(scope, invoice, file, {
    address: message.toAddress,
    idempotencyKey: `invoicing.send_invoice/${message.id}`,
  })
  const { messageId, rejected } = await deliver(mail)
  if (rejected.length > 0) {
    throw new MailRefusedError(`${rejected.join(', ')} is not accepted.`, null)
  }
  return messageId
}

async function note(scope: Scope, id: string, outcome: Partial<InvoiceMessage>) {
  await scope.work(async () => {
    const message = await findOr404(InvoiceMessage, id)
    await message.merge(outcome).save()
  })
}

/** Trying again cannot help: a bad address, mail not set up, an invoice cancelled meanwhile. */
function isPermanent(error: unknown): boolean {
  if (error instanceof MailError) return error.permanent
  return error instanceof KarkhanaError && error.status < 500
}

function explained(error: unknown) {
  const known = error instanceof KarkhanaError
  return {
    errorCode: known ? (error.code ?? 'E_UNKNOWN') : 'E_INTERNAL',
    errorMessage: known
      ? [error.message, error.next].filter(Boolean).join(' ')
      : 'The message could not be made. It is tried again by itself.',
  }
}
