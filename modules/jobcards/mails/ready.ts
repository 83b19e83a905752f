import { defineMail } from '@karkhana/kernel/module'

/** What the notice says; `vehicle` is its registration, or make and model. */
export interface ReadyMailData {
  organisation: string
  customer: string
  vehicle: string
  number: string
  branch: { name: string; addressLine1: string; city: string; phone: string | null }
}

/** Tells a customer that the vehicle can be collected. */
export default defineMail<ReadyMailData>({
  id: 'jobcards.ready',
  label: 'Vehicle ready',
  description: 'Goes to the customer when the work on the vehicle is finished.',
  content: ({ organisation, customer, vehicle, number, branch }) => ({
    subject: `${vehicle} is ready: ${organisation}`,
    organisation,
    preview: `${vehicle} can be collected.`,
    heading: 'Your vehicle is ready',
    paragraphs: [
      `Dear ${customer},`,
      `the work on ${vehicle} is finished. You can collect it from ${branch.name}, ${branch.addressLine1}, ${branch.city}.`,
    ],
    facts: [
      { label: 'Vehicle', value: vehicle },
      { label: 'Job card', value: number },
    ],
    footer: [branch.phone ? `Questions? Call ${branch.phone}.` : 'Questions? Answer this e-mail.'],
  }),
  sample: {
    organisation: 'Volt & Wheel',
    customer: 'Raj Kumar',
    vehicle: 'MH12AB1234',
    number: 'MAIN-J26-00017',
    branch: {
      name: 'Karve Road',
      addressLine1: '12 Karve Road',
      city: 'Pune',
      phone: '+91 98220 54321',
    },
  },
})
