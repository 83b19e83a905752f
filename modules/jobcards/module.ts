import { crud, defineModule, permission } from '@karkhana/kernel/module'
import { TABLES } from './data.ts'
import { JOB_EVENTS, JOB_WEBHOOKS } from './events.ts'
import { JOBS } from './records.ts'
import { SETTINGS } from './settings.ts'

/** Work on vehicles: from check-in over diagnosis, estimate and repair to the keys. */
export default defineModule({
  id: 'jobcards',
  name: 'Job cards',
  description: 'The work on each vehicle visit: lines, approval, seven statuses, hand-over.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: {
    tickets: '^0.1.0',
    vehicles: '^0.1.0',
    contacts: '^0.1.0',
    catalog: '^0.1.0',
    gst: '^0.1.0',
  },
  enhances: { invoicing: '^0.1.0' },
  provides: {
    'jobcards.billing@1': () => import('./services/billing.ts'),
  },
  consumes: {
    'tickets.desk@1': 'required',
    'vehicles.registry@1': 'required',
    'contacts.directory@1': 'required',
    'catalog.items@1': 'required',
    'gst.calculator@1': 'required',
    'invoicing.invoices@1': 'optional',
  },
  tables: TABLES,
  records: [JOBS],
  routes: () => import('./routes.ts'),
  events: { emits: JOB_EVENTS },
  webhooks: JOB_WEBHOOKS,
  permissions: crud(
    'jobcards.job',
    'job card',
    {
      view: ['manager', 'accountant', 'technician'],
      create: ['manager', 'technician'],
      update: ['manager', 'technician'],
    },
    [
      permission('jobcards.job.view_all', 'See everybody’s job cards', ['manager', 'accountant']),
      permission('jobcards.job.assign', 'Choose the technician of a job card', ['manager']),
      permission('jobcards.job.work', 'Change the status of a job card', ['manager', 'technician']),
      permission('jobcards.job.approve', 'Record the customer’s approval', ['manager']),
      permission('jobcards.job.deliver', 'Hand the vehicle over', ['manager']),
      permission('jobcards.job.cancel', 'Cancel a job card', ['manager']),
      permission('jobcards.settings.view', 'See the settings of job cards'),
      permission('jobcards.settings.manage', 'Change the settings of job cards'),
    ]
  ),
  commands: [
    {
      id: 'jobcards.late',
      label: 'Job cards behind their promise',
      keywords: ['late', 'overdue'],
      icon: 'i-lucide-alarm-clock',
      permission: 'jobcards.job.view',
      href: '/jobcards?late=yes',
    },
    {
      id: 'jobcards.ready',
      label: 'Vehicles ready to hand over',
      keywords: ['deliver'],
      icon: 'i-lucide-key-round',
      permission: 'jobcards.job.view',
      href: '/jobcards?status=ready',
    },
  ],
  search: [() => import('./search/jobs.ts')],
  reports: [() => import('./reports/technicians.ts')],
  lists: [() => import('./lists/jobs.ts')],
  exporters: [() => import('./exporters/jobs.ts')],
  samples: [() => import('./samples/jobs.ts')],
  onboarding: [
    {
      id: 'jobcards.first_job',
      title: 'Open the first job card',
      why: 'It holds labour and parts, from the check-in of the vehicle to its delivery.',
      permission: 'jobcards.job.create',
      roles: ['owner', 'admin', 'manager'],
      href: '/jobcards/create',
      icon: 'i-lucide-wrench',
      order: 320,
      minutes: 2,
      done: { table: 'jobcards_jobs' },
    },
    {
      id: 'jobcards.own_work',
      title: 'Take a job card into work',
      why: 'Open a card that was given to you and start it: the counter sees at once where it stands.',
      permission: 'jobcards.job.work',
      roles: ['technician'],
      href: '/jobcards',
      icon: 'i-lucide-hammer',
      order: 330,
      minutes: 1,
      done: () => import('./services/own_work.ts'),
    },
  ],
  menu: [
    {
      id: 'jobcards.jobs',
      label: 'Job cards',
      href: '/jobcards',
      icon: 'i-lucide-wrench',
      section: 'Workshop',
      order: 20,
      phone: true,
      permission: 'jobcards.job.view',
      createHref: '/jobcards/create',
      createLabel: 'New job card',
      createPermission: 'jobcards.job.create',
    },
  ],
  slots: {
    'tickets.ticket.aside': [
      {
        component: 'jobcards::ticket_jobs',
        permission: 'jobcards.job.view',
        data: () => import('./services/ticket_jobs.ts'),
      },
    ],
    'vehicles.vehicle.aside': [
      {
        component: 'jobcards::vehicle_jobs',
        permission: 'jobcards.job.view',
        data: () => import('./services/vehicle_jobs.ts'),
      },
    ],
  },
  offersSlots: [
    {
      id: 'jobcards.job.actions',
      description: 'Next to the buttons of a job card: one more action.',
      props: {
        jobId: 'Id of the job card.',
        status: 'Status of the job card.',
        number: 'Number of the job card.',
      },
    },
    {
      id: 'jobcards.job.aside',
      description: 'Beside a job card: money, messages, what the customer says.',
      props: {
        jobId: 'Id of the job card.',
        status: 'Status of the job card.',
        number: 'Number of the job card.',
      },
    },
  ],
  extensions: {
    offers: [
      {
        id: 'jobcards.document_footer@1',
        description: 'When a job card is printed: lines of text above the signature.',
        tolerant: true,
      },
    ],
  },
  series: [{ id: 'jobcards.job', label: 'Job cards', pattern: '{BR}-J{YY}-{00001}' }],
  widgets: [
    {
      id: 'jobcards.figures',
      title: 'Figures',
      permission: 'jobcards.job.view',
      kind: 'figures',
      load: () => import('./services/tiles.ts'),
    },
    {
      id: 'jobcards.throughput',
      title: 'Vehicles in and out',
      permission: 'jobcards.job.view',
      kind: 'chart',
      roles: ['owner', 'admin', 'manager'],
      load: () => import('./services/throughput.ts'),
    },
  ],
  jobs: [() => import('./jobs/announce_ready.ts')],
  documents: [() => import('./documents/job_card.ts')],
  mails: [() => import('./mails/ready.ts')],
  settings: SETTINGS,
  lang: ['en', 'hi'],
})
