import { crud, defineModule, permission } from '@karkhana/kernel/module'
import { TABLES } from './data.ts'
import { TICKET_EVENTS, TICKET_WEBHOOKS } from './events.ts'
import { SUMMARY } from './purposes.ts'
import { TICKETS } from './records.ts'

/** The ticket desk: what customers ask for, who sees to it, and by when. */
export default defineModule({
  id: 'tickets',
  name: 'Tickets',
  description: 'Customers’ requests and complaints with priority, due time and history.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: { contacts: '^0.1.0', vehicles: '^0.1.0' },
  provides: {
    'tickets.desk@1': () => import('./services/desk.ts'),
  },
  tables: TABLES,
  records: [TICKETS],
  routes: () => import('./routes.ts'),
  events: { emits: TICKET_EVENTS },
  webhooks: TICKET_WEBHOOKS,
  permissions: crud(
    'tickets.ticket',
    'ticket',
    { view: ['manager', 'accountant', 'technician'], create: ['manager'], update: ['manager'] },
    [
      permission('tickets.ticket.view_all', 'See everybody’s tickets', ['manager', 'accountant']),
      permission('tickets.ticket.assign', 'Put somebody in charge of a ticket', ['manager']),
      permission('tickets.ticket.work', 'Change the status of a ticket', ['manager', 'technician']),
      permission('tickets.ticket.close', 'Close and cancel tickets', ['manager']),
    ]
  ),
  aiPurposes: [SUMMARY],
  commands: [
    {
      id: 'tickets.mine',
      label: 'My tickets',
      keywords: ['assigned'],
      icon: 'i-lucide-user-check',
      permission: 'tickets.ticket.view',
      href: '/tickets?assignee=me',
    },
    {
      id: 'tickets.late',
      label: 'Late tickets',
      keywords: ['overdue', 'sla'],
      icon: 'i-lucide-alarm-clock',
      permission: 'tickets.ticket.view',
      href: '/tickets?due=late',
    },
  ],
  lists: [() => import('./lists/tickets.ts')],
  search: [() => import('./search/tickets.ts')],
  reports: [() => import('./reports/sla.ts')],
  exporters: [() => import('./exporters/tickets.ts')],
  samples: [() => import('./samples/tickets.ts')],
  onboarding: [
    {
      id: 'tickets.first_ticket',
      title: 'Write down the first complaint',
      why: 'A ticket keeps a request in sight, with its due time, until it is solved.',
      permission: 'tickets.ticket.create',
      href: '/tickets/create',
      icon: 'i-lucide-ticket',
      order: 310,
      minutes: 1,
      done: { table: 'tickets_tickets' },
    },
  ],
  menu: [
    {
      id: 'tickets.tickets',
      label: 'Tickets',
      href: '/tickets',
      icon: 'i-lucide-ticket',
      section: 'Workshop',
      order: 10,
      phone: true,
      permission: 'tickets.ticket.view',
      createHref: '/tickets/create',
      createLabel: 'New ticket',
      createPermission: 'tickets.ticket.create',
    },
  ],
  slots: {
    'contacts.contact.aside': [
      {
        component: 'tickets::contact_tickets',
        permission: 'tickets.ticket.view',
        data: () => import('./services/contact_tickets.ts'),
      },
    ],
    'vehicles.vehicle.aside': [
      {
        component: 'tickets::vehicle_tickets',
        permission: 'tickets.ticket.view',
        data: () => import('./services/vehicle_tickets.ts'),
      },
    ],
  },
  extensions: {
    offers: [
      {
        id: 'tickets.priority@1',
        description:
          'When a ticket is raised: a more urgent priority than the writer chose, with the reason for its history. ' +
          'The most urgent answer counts; nobody makes a ticket less urgent.',
        tolerant: true,
      },
    ],
  },
  series: [{ id: 'tickets.ticket', label: 'Tickets', pattern: '{BR}-T{YY}-{00001}' }],
  offersSlots: [
    {
      id: 'tickets.ticket.aside',
      description: 'Beside a ticket: the work that follows from it.',
      props: {
        ticketId: 'Id of the ticket.',
        contactId: 'Id of the customer.',
        vehicleId: 'Id of the vehicle, `null` while unknown.',
        status: 'Status of the ticket.',
      },
    },
  ],
  widgets: [
    {
      id: 'tickets.figures',
      title: 'Figures',
      permission: 'tickets.ticket.view',
      kind: 'figures',
      load: () => import('./services/tiles.ts'),
    },
    {
      id: 'tickets.attention',
      title: 'Late tickets',
      permission: 'tickets.ticket.view',
      kind: 'list',
      load: () => import('./services/attention.ts'),
    },
    {
      id: 'tickets.open_by_age',
      title: 'Open tickets by age',
      permission: 'tickets.ticket.view',
      kind: 'chart',
      load: () => import('./services/open_by_age.ts'),
    },
  ],
  lang: ['en', 'hi'],
})
