import { defineSettings } from '@karkhana/kernel/module'

/** Which steps of a ticket the customer hears of. The language is the one the organisation speaks to customers. */
export const SETTINGS = defineSettings({
  view: 'sms-tickets.settings.view',
  change: 'sms-tickets.settings.manage',
  fields: [
    {
      key: 'created',
      label: 'When a ticket is taken in',
      kind: 'switch',
      scope: 'organisation',
      default: true,
    },
    {
      key: 'in_progress',
      label: 'When work begins',
      kind: 'switch',
      scope: 'organisation',
      default: false,
    },
    {
      key: 'on_hold',
      label: 'When it has to wait',
      kind: 'switch',
      scope: 'organisation',
      default: false,
    },
    {
      key: 'resolved',
      label: 'When it is resolved',
      kind: 'switch',
      scope: 'organisation',
      default: true,
    },
    {
      key: 'closed',
      label: 'When it is closed',
      kind: 'switch',
      scope: 'organisation',
      default: false,
    },
    {
      key: 'cancelled',
      label: 'When it is cancelled',
      kind: 'switch',
      scope: 'organisation',
      default: false,
    },
  ],
})
