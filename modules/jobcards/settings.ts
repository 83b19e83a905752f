import { defineSettings } from '@karkhana/kernel/module'

/** How the organisation works with job cards, in every branch. */
export const SETTINGS = defineSettings({
  view: 'jobcards.settings.view',
  change: 'jobcards.settings.manage',
  fields: [
    {
      key: 'approval_free_below',
      label: 'No approval below',
      help: 'Work below this total begins without asking the customer, GST included. With 0 they are always asked.',
      kind: 'money',
      scope: 'organisation',
      default: 0,
      required: true,
      min: 0,
      max: 100_000_000,
    },
    {
      key: 'ready_sms',
      label: 'Text customers when their vehicle is ready',
      help: 'A text message to their phone, besides the e-mail. It goes through the service chosen under Services.',
      kind: 'switch',
      scope: 'organisation',
      default: false,
    },
  ],
})
