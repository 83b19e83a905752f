import { defineJob } from '@karkhana/kernel/jobs'
import InvoiceMessage from '../models/invoice_message.ts'
import { requestInvoiceMail } from '../services/request_mail.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Hands an e-mail that was asked for before the kernel kept all messages over to it, in one transaction: it waits in
 * one place or in the other.
 */
export default defineJob<{ messageId: string }>({
  name: 'invoicing.send_invoice',
  parse(payload) {
    const { messageId } = payload as { messageId?: unknown }
    if (typeof messageId !== 'string' || !UUID.test(messageId)) {
      throw new TypeError('invoicing.send_invoice needs the id of a message')
    }
    return { messageId }
  },
  async handle(scope, { messageId }) {
    await scope.work(async (unit) => {
      const message = await InvoiceMessage.query()
        .where('id', messageId)
        .where('status', 'queued')
        .forUpdate()
        .first()
      if (!message) return
      const { invoiceId, toAddress } = message
      await requestInvoiceMail(unit, { invoiceId, to: toAddress, key: message.id })
      await message.delete()
    })
  },
})
