import { translate } from '@karkhana/kernel'
import { defineMail } from '@karkhana/kernel/module'

export interface LowBalanceData {
  organisation: string
  /** As the provider counts it. */
  balance: string
  least: string
  language: 'en' | 'hi'
}

/** Tells managers that text messages will soon stop. */
export default defineMail<LowBalanceData>({
  id: 'sms-gateway.low_balance',
  label: 'Low balance for text messages',
  description: 'Goes to owners, admins and managers, once a day while the balance is low.',
  content: ({ organisation, balance, least, language }) => ({
    organisation,
    lang: language,
    subject: translate(language, 'sms-gateway.low.subject', { balance }),
    heading: translate(language, 'sms-gateway.low.heading'),
    paragraphs: [
      translate(language, 'sms-gateway.low.body', { balance, least }),
      translate(language, 'sms-gateway.low.next'),
    ],
    footer: [translate(language, 'sms-gateway.low.footer', { organisation })],
  }),
  sample: { organisation: 'Volt & Wheel', balance: '120.50', least: '200', language: 'en' },
})
