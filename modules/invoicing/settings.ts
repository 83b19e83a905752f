import { defineSettings } from '@karkhana/kernel/module'

/** How the organisation writes invoices, in every branch. */
export const SETTINGS = defineSettings({
  view: 'invoicing.settings.view',
  change: 'invoicing.settings.manage',
  fields: [
    {
      key: 'discount_limit_percent',
      label: 'Managers give discounts up to (%)',
      help: 'Of a line, on job cards and invoices. With 0 managers give none; owners and admins give any.',
      kind: 'number',
      scope: 'organisation',
      default: '10',
      required: true,
      min: 0,
      max: 100,
    },
  ],
})
