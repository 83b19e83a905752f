import { defineModule, permission } from '@karkhana/kernel/module'
import { SETTINGS } from './settings.ts'

/** Joins the SMS gateway and the ticket desk: customers hear by text message where their ticket stands. */
export default defineModule({
  id: 'sms-tickets',
  name: 'SMS for tickets',
  description: 'Texts customers when their ticket is taken in and when it moves.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'bridge',
  onBootFailure: 'quarantine',
  requires: { 'sms-gateway': '^0.1.0', 'tickets': '^0.1.0', 'contacts': '^0.1.0' },
  consumes: { 'contacts.directory@1': 'required' },
  permissions: [
    permission('sms-tickets.settings.view', 'See when customers are texted about tickets', [
      'manager',
    ]),
    permission('sms-tickets.settings.manage', 'Decide when customers are texted about tickets'),
  ],
  events: {
    handles: {
      'tickets.ticket_created@1': [() => import('./listeners/text_when_created.ts')],
      'tickets.ticket_status_changed@1': [() => import('./listeners/text_when_moved.ts')],
    },
  },
  settings: SETTINGS,
  lang: ['en', 'hi'],
})
