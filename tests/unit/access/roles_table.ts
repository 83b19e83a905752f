import type { BuiltInRole } from '@karkhana/kernel/pages'

/**
 * What a role may do with an action. `own`: with records of their own only; `limit`: up to a limit that the
 * organisation sets; `by grant`: where it was given to the person.
 */
export type Answer = 'yes' | 'no' | 'own' | 'limit' | 'by grant'

export interface Action {
  action: string
  /** Permissions that a holder of «yes» has all of. */
  permissions: string[]
  /** What «own» and «limit» leave out of them. */
  whole?: string
  roles: Record<BuiltInRole, Answer>
}

const roles = (
  owner: Answer,
  admin: Answer,
  manager: Answer,
  accountant: Answer,
  technician: Answer
) => ({ owner, admin, manager, accountant, technician })

/**
 * Default permissions of a workshop's staff, from the domain notes on workshops, section 9 («Permissions»). Actions of
 * modules that are not there yet name no permission: confirming settlements, requesting and issuing parts, editing
 * the time of staff.
 */
export const ROLES_TABLE: Action[] = [
  {
    action: 'settings, roles, finance configuration',
    permissions: [
      'kernel.settings.view',
      'kernel.organisation.update',
      'kernel.role.manage',
      'kernel.number.manage',
      'kernel.secret.manage',
      'jobcards.settings.manage',
      'invoicing.settings.manage',
      'accounting.period.lock',
    ],
    roles: roles('yes', 'yes', 'no', 'no', 'no'),
  },
  {
    action: 'tickets, jobs: read',
    permissions: [
      'tickets.ticket.view',
      'tickets.ticket.view_all',
      'jobcards.job.view',
      'jobcards.job.view_all',
    ],
    whole: 'view_all',
    roles: roles('yes', 'yes', 'yes', 'yes', 'own'),
  },
  {
    action: 'tickets, jobs: work',
    permissions: [
      'tickets.ticket.work',
      'jobcards.job.create',
      'jobcards.job.update',
      'jobcards.job.work',
    ],
    roles: roles('yes', 'yes', 'yes', 'no', 'yes'),
  },
  {
    action: 'tickets, jobs: manage',
    permissions: [
      'tickets.ticket.create',
      'tickets.ticket.update',
      'tickets.ticket.assign',
      'tickets.ticket.close',
      'jobcards.job.assign',
      'jobcards.job.approve',
      'jobcards.job.deliver',
      'jobcards.job.cancel',
    ],
    roles: roles('yes', 'yes', 'yes', 'no', 'no'),
  },
  {
    action: 'approve discount above limit',
    permissions: ['invoicing.discount.give', 'invoicing.discount.unlimited'],
    whole: 'unlimited',
    roles: roles('yes', 'yes', 'limit', 'no', 'no'),
  },
  {
    action: 'record payment',
    permissions: ['invoicing.payment.create'],
    roles: roles('yes', 'yes', 'yes', 'yes', 'no'),
  },
  {
    action: 'invoices: create',
    permissions: [
      'invoicing.invoice.view',
      'invoicing.invoice.create',
      'invoicing.invoice.update',
      'invoicing.invoice.issue',
      'invoicing.invoice.send',
    ],
    roles: roles('yes', 'yes', 'yes', 'yes', 'no'),
  },
  {
    action: 'invoices, bills, journals: the rest',
    permissions: [
      'invoicing.invoice.cancel',
      'accounting.entry.view',
      'accounting.entry.create',
      'accounting.account.create',
      'accounting.report.view',
    ],
    roles: roles('yes', 'yes', 'no', 'yes', 'no'),
  },
  {
    action: 'see cost and margin',
    permissions: ['catalog.item.cost_view'],
    roles: roles('yes', 'yes', 'by grant', 'yes', 'no'),
  },
]

/** Words that permissions of the actions without a module would have. */
export const NOT_YET = /settle|confirm|parts_request|time_edit/
