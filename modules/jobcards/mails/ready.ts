import { wordsOf, type Language } from '@karkhana/kernel'
import { defineMail } from '@karkhana/kernel/module'

/** What the notice says; `vehicle` is its registration, or make and model. */
export interface ReadyMailData {
  organisation: string
  customer: string
  vehicle: string
  number: string
  /** That of the customer. */
  language: Language
  branch: { name: string; addressLine1: string; city: string; phone: string | null }
}

/** Tells a customer that the vehicle can be collected. */
export default defineMail<ReadyMailData>({
  id: 'jobcards.ready',
  label: 'Vehicle ready',
  description: 'Goes to the customer when the work on the vehicle is finished.',
  content({ organisation, customer, vehicle, number, branch, language }) {
    const say = wordsOf(language, 'jobcards')
    const place = { branch: branch.name, address: branch.addressLine1, city: branch.city }
    return {
      subject: say('ready.subject', { vehicle, organisation }),
      organisation,
      preview: say('ready.preview', { vehicle }),
      heading: say('ready.heading'),
      paragraphs: [say('ready.dear', { name: customer }), say('ready.body', { vehicle, ...place })],
      facts: [
        { label: say.label('Vehicle'), value: vehicle },
        { label: say.label('Job card'), value: number },
      ],
      footer: [branch.phone ? say('ready.call', { phone: branch.phone }) : say('ready.answer')],
      lang: language,
    }
  },
  sample: {
    organisation: 'Volt & Wheel',
    customer: 'Raj Kumar',
    vehicle: 'MH12AB1234',
    number: 'MAIN-J26-00017',
    language: 'en',
    branch: {
      name: 'Karve Road',
      addressLine1: '12 Karve Road',
      city: 'Pune',
      phone: '+91 98220 54321',
    },
  },
})
