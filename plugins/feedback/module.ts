import { defineModule, permission, table } from '@karkhana/kernel/module'
import { SURVEYS } from './records.ts'
import { SETTINGS } from './settings.ts'

/** Asks customers how their visit was, and puts what they say where it is needed. */
export default defineModule({
  id: 'feedback',
  name: 'Feedback',
  description:
    'Asks customers after delivery, shows the Net Promoter Score, follows up low scores.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  onBootFailure: 'quarantine',
  requires: { contacts: '^0.1.0', vehicles: '^0.1.0', jobcards: '^0.1.0' },
  enhances: { tickets: '^0.1.0' },
  consumes: {
    'contacts.directory@1': 'required',
    'vehicles.registry@1': 'required',
    'tickets.desk@1': 'optional',
  },
  tables: {
    feedback_surveys: table({
      personal: { customer: 'replace', comment: 'clear' },
      subjects: { 'contacts.contact': 'contact_id' },
    }),
  },
  records: [SURVEYS],
  routes: () => import('./routes.ts'),
  publicRoutes: () => import('./public_routes.ts'),
  permissions: [
    permission('feedback.survey.view', 'See what customers say', ['manager', 'technician']),
    permission('feedback.survey.view_all', 'See answers about everybody’s work', ['manager']),
    permission('feedback.survey.send', 'Hand a link to a customer', ['manager']),
    permission('feedback.settings.view', 'See how customers are asked', ['manager']),
    permission('feedback.settings.manage', 'Decide how customers are asked'),
  ],
  menu: [
    {
      id: 'feedback.surveys',
      label: 'Feedback',
      href: '/feedback',
      icon: 'i-lucide-message-square-heart',
      section: 'Workshop',
      order: 40,
      permission: 'feedback.survey.view',
    },
  ],
  commands: [
    {
      id: 'feedback.detractors',
      label: 'Unhappy customers',
      keywords: ['NPS', 'detractors', 'complaints', 'feedback'],
      icon: 'i-lucide-frown',
      permission: 'feedback.survey.view',
      href: '/feedback?group=detractor',
    },
  ],
  widgets: [
    {
      id: 'feedback.nps',
      title: 'What customers say',
      permission: 'feedback.survey.view',
      kind: 'component',
      component: 'feedback::nps_card',
      load: () => import('./services/nps_card.ts'),
    },
    {
      id: 'feedback.nps_trend',
      title: 'Net Promoter Score by month',
      permission: 'feedback.survey.view',
      kind: 'chart',
      load: () => import('./services/nps_trend.ts'),
    },
  ],
  slots: {
    'jobcards.job.aside': [
      {
        component: 'feedback::job_answer',
        permission: 'feedback.survey.view',
        after: ['invoicing::job_summary'],
        data: () => import('./services/job_answer.ts'),
      },
    ],
  },
  events: {
    emits: [
      {
        id: 'feedback.survey_answered@1',
        description: 'A customer has said how the visit was, or changed that.',
        payload: {
          surveyId: 'Id of the survey.',
          jobId: 'Id of the job card.',
          branchId: 'Id of the branch.',
          technicianId: 'Membership id of who did the work; null when nobody was named.',
          score: '0 to 10.',
          answeredAt: 'ISO instant, UTC.',
        },
      },
    ],
    handles: { 'jobcards.job_delivered@1': [() => import('./listeners/ask_after_delivery.ts')] },
  },
  webhooks: [
    {
      name: 'feedback.answered',
      event: 'feedback.survey_answered@1',
      description: 'A customer has answered, or changed the answer.',
    },
  ],
  jobs: [() => import('./jobs/ask.ts'), () => import('./jobs/remind.ts')],
  schedules: [
    {
      id: 'feedback.remind',
      label: 'Remind customers who have not answered',
      cron: '0 10 * * *',
      job: 'feedback.remind',
      missed: 'skip',
    },
  ],
  reports: [() => import('./reports/nps.ts')],
  exporters: [() => import('./exporters/answers.ts')],
  mails: [() => import('./mails/question.ts')],
  settings: SETTINGS,
  lang: ['en', 'hi'],
  initialState: 'available',
})
