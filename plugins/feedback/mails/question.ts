import { translate } from '@karkhana/kernel'
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
  content: ({ organisation, customer, vehicle, url, language }) => {
    const say = (key: string, params?: Record<string, string>) =>
      translate(language, `feedback.ask.${key}`, params)
    return {
      subject: say('subject', { organisation }),
      organisation,
      preview: say('preview', { vehicle }),
      heading: say('heading'),
      paragraphs: [say('dear', { customer }), say('body', { vehicle, organisation })],
      button: { label: say('button'), href: url },
      footer: [say('footer', { organisation })],
      lang: language,
    }
  },
  sample: {
    organisation: 'Volt & Wheel',
    customer: 'Raj Kumar',
    vehicle: 'MH12AB1234',
    url: 'https://karkhana.example/l/feedback/abc',
    language: 'en',
  },
})
