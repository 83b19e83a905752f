import { translate } from '@karkhana/kernel'
import { placeholders } from '@karkhana/kernel/mail'
import { defineMail } from '@karkhana/kernel/module'

export interface QuestionMailData {
  organisation: string
  customer: string
  vehicle: string
  /** Address of the customer's own page. */
  url: string
  language: 'en' | 'hi'
}

/** Asks a customer how the visit was. */
export default defineMail<QuestionMailData>({
  id: 'feedback.question',
  label: 'How was your visit?',
  description:
    'Goes to the customer some hours after the vehicle was handed over, and once more as a reminder.',
  content: ({ organisation, url, language }) => ({
    organisation,
    button: { label: translate(language, 'feedback.ask.button'), href: url },
    footer: [translate(language, 'feedback.ask.footer', { organisation })],
    lang: language,
  }),
  wording: {
    variables: {
      customer: { label: 'Customer', value: ({ customer }) => customer },
      vehicle: { label: 'Vehicle', value: ({ vehicle }) => vehicle },
      organisation: { label: 'Organisation', value: ({ organisation }) => organisation },
      url: { label: 'Link', value: ({ url }) => url },
    },
    words: (language) => {
      const names = placeholders('customer', 'vehicle', 'organisation', 'url')
      const say = (key: string) => translate(language, `feedback.ask.${key}`, names)
      return {
        subject: say('subject'),
        preview: say('preview'),
        heading: say('heading'),
        body: [say('dear'), say('body')].join('\n\n'),
        button: say('button'),
        text: say('sms'),
      }
    },
  },
  sample: {
    organisation: 'Volt & Wheel',
    customer: 'Raj Kumar',
    vehicle: 'MH12AB1234',
    url: 'https://karkhana.example/l/feedback/abc',
    language: 'en',
  },
})
