import { MailManager } from '@adonisjs/mail'
import type { MailTransportContract } from '@adonisjs/mail/types'
import type { OutgoingMail } from '../../../app/mail/main.ts'

/** A manager with one transport, outside of any application. */
export function managerOf(
  transport: () => MailTransportContract,
  from: { name: string; address: string } | undefined = {
    name: 'Karkhana',
    address: 'no-reply@erp.example',
  }
) {
  const emitter = { emit: async () => {}, on: () => () => {} } as never
  return new MailManager(emitter, { default: 'only', from, mailers: { only: transport } })
}

/** The message with which Volt & Wheel sends an invoice. */
export function sampleMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    fromName: 'Volt & Wheel',
    to: [{ name: 'Raj "Speedy" Kumar, Pune', address: 'raj@example.com' }],
    replyTo: { address: 'accounts@voltandwheel.example' },
    subject: 'Tax invoice PN/26-27/00042 · ₹4,747.00',
    html: '<p>Thank you, Raj.</p>',
    text: 'Thank you, Raj.',
    attachments: [
      {
        name: 'इनवॉइस PN-26-27-00042.pdf',
        contentType: 'application/pdf',
        content: new TextEncoder().encode('%PDF-1.4 sample'),
      },
    ],
    idempotencyKey: 'invoicing.invoice:42:email:1',
    ...changes,
  }
}
