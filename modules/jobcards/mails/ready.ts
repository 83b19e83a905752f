import { wordsOf, type Language } from '@karkhana/kernel'
import { placeholders } from '@karkhana/kernel/mail'
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
  content({ organisation, vehicle, number, branch, language }) {
    const say = wordsOf(language, 'jobcards')
    return {
      organisation,
      facts: [
        { label: say.label('Vehicle'), value: vehicle },
        { label: say.label('Job card'), value: number },
      ],
      footer: [branch.phone ? say('ready.call', { phone: branch.phone }) : say('ready.answer')],
      lang: language,
    }
  },
  wording: {
    variables: {
      customer: { label: 'Customer', value: ({ customer }) => customer },
      vehicle: { label: 'Vehicle', value: ({ vehicle }) => vehicle },
      number: { label: 'Job card', value: ({ number }) => number },
      organisation: { label: 'Organisation', value: ({ organisation }) => organisation },
      branch: { label: 'Branch', value: ({ branch }) => branch.name },
      address: { label: 'Address', value: ({ branch }) => branch.addressLine1 },
      city: { label: 'City', value: ({ branch }) => branch.city },
      phone: { label: 'Phone', value: ({ branch }) => branch.phone },
    },
    words(language) {
      const say = wordsOf(language, 'jobcards')
      const vehicle = placeholders('vehicle', 'organisation', 'number', 'branch', 'address', 'city')
      return {
        subject: say('ready.subject', vehicle),
        preview: say('ready.preview', vehicle),
        heading: say('ready.heading'),
        body: [say('ready.dear', { name: '{{ customer }}' }), say('ready.body', vehicle)].join(
          '\n\n'
        ),
        text: say('ready.sms', vehicle),
      }
    },
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
