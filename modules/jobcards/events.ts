import type { EventDeclaration, WebhookDeclaration } from '@karkhana/kernel/module'

const JOB = {
  jobId: 'Id of the job card.',
  number: 'Its number.',
  ticketId: 'Id of its ticket, null for a vehicle that came in without one.',
  contactId: 'Id of the customer.',
  vehicleId: 'Id of the vehicle.',
  branchId: 'Id of the branch.',
  technicianId: 'Member who does the work, null for nobody.',
}

/** What job cards tell others. */
export const JOB_EVENTS: EventDeclaration[] = [
  {
    id: 'jobcards.job_status_changed@1',
    description: 'A job card has another status.',
    payload: {
      ...JOB,
      transition: 'Name of the transition.',
      from: 'The status before.',
      to: 'The status now.',
    },
  },
  {
    id: 'jobcards.job_delivered@1',
    description: 'The vehicle was handed over to its owner.',
    payload: { ...JOB, deliveredAt: 'When it was handed over (ISO instant, UTC).' },
  },
]

/** What of it is sent to addresses of the organisation. */
export const JOB_WEBHOOKS: WebhookDeclaration[] = [
  {
    name: 'job.status_changed',
    event: 'jobcards.job_status_changed@1',
    description: 'A job card has another status.',
  },
  {
    name: 'job.delivered',
    event: 'jobcards.job_delivered@1',
    description: 'The vehicle was handed over to its owner.',
  },
]
