import { activeMembers, RuleError } from '@karkhana/kernel'
import { defineList, type ListQuery } from '@karkhana/kernel/lists'
import type { FieldDeclaration } from '@karkhana/kernel/module'
import type { Scope } from '@karkhana/kernel'
import type { TicketPriority } from '../contracts.ts'
import { TICKETS } from '../records.ts'
import { ticketQuery } from '../services/ticket_query.ts'
import { assignTicket, setPriority } from '../services/tickets.ts'
import { PRIORITY_LOOKS, STATUS_LOOKS } from '../status/looks.ts'
import { OPEN_STATUSES, RUNNING_STATUSES } from '../status/transitions.ts'
import { ticketRow, type RawTicketRow, type TicketRow } from '../transformers/ticket.ts'

/** Members have random ids; a job or command is nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const STATUS_CHOICES = [
  { value: 'open_all', label: 'All open ones' },
  ...Object.entries(STATUS_LOOKS).map(([value, { label }]) => ({ value, label })),
  { value: 'all', label: 'Any status' },
]
const PRIORITY_CHOICES = Object.entries(PRIORITY_LOOKS).map(([value, { label }]) => ({
  value,
  label,
}))
const members = async (scope: Scope) =>
  (await activeMembers(scope)).map(({ id, name }) => ({ value: id, label: name }))
const PRIORITY_FIELD: FieldDeclaration = {
  key: 'priority',
  label: 'Priority',
  kind: 'choice',
  required: true,
  options: PRIORITY_CHOICES,
}
const assigneeField = async (scope: Scope): Promise<FieldDeclaration> => ({
  key: 'assignee',
  label: 'Assignee',
  kind: 'choice',
  options: await members(scope),
})
const DUE_CHOICES = [
  { value: 'late', label: 'Late' },
  { value: 'today', label: 'Due today' },
]

/** Filters that name what is looked for, so that the status no longer narrows by itself. */
const NARROWING = ['status', 'contact', 'vehicle']

/** Tickets for page, API and export; open ones unless a search, a status or a record is asked for. */
export const ticketList = defineList<RawTicketRow, TicketRow>({
  name: 'tickets.tickets',
  label: 'Tickets',
  from: ticketQuery,
  id: 't.id',
  record: TICKETS,
  columns: [
    { key: 'number', label: 'No.', kind: 'code', primary: true },
    { key: 'registration', label: 'Vehicle', kind: 'code' },
    { key: 'customer', label: 'Customer' },
    { key: 'complaint', label: 'Complaint' },
    { key: 'priority', label: 'Priority', kind: 'status', statuses: PRIORITY_LOOKS },
    { key: 'assignee', label: 'Assignee', hideOnPhone: true },
    { key: 'dueAt', label: 'Due', kind: 'datetime' },
    { key: 'status', label: 'Status', kind: 'status', statuses: STATUS_LOOKS },
    { key: 'createdAt', label: 'Opened', kind: 'datetime', hidden: true, hideOnPhone: true },
  ],
  search,
  narrow: ({ search: term, filters = {} }): Record<string, string> =>
    term?.trim() || NARROWING.some((key) => filters[key]) ? {} : { status: 'open_all' },
  filters: {
    status: {
      kind: 'choice',
      label: 'Status',
      column: 't.status',
      options: STATUS_CHOICES,
      means: (choice) =>
        choice === 'open_all' ? OPEN_STATUSES : choice === 'all' ? 'any' : undefined,
    },
    priority: {
      kind: 'choice',
      label: 'Priority',
      column: 't.priority',
      options: PRIORITY_CHOICES,
    },
    assignee: {
      kind: 'choice',
      label: 'Assignee',
      column: 't.assignee_id',
      of: 'id',
      options: async (scope) => [
        { value: 'me', label: 'Me' },
        { value: 'none', label: 'Nobody' },
        ...(await members(scope)),
      ],
      means: (choice, scope) =>
        choice === 'none' ? [null] : choice === 'me' ? [scope.actor.memberId ?? NOBODY] : undefined,
    },
    due: {
      label: 'Due',
      options: DUE_CHOICES,
      apply: (query, value, scope) => {
        known('due', value, DUE_CHOICES)
        query.whereIn('t.status', [...RUNNING_STATUSES])
        const now = scope.now().setZone(scope.organisation.timezone)
        if (value === 'late') query.where('t.resolution_due_at', '<', now.toISO()!)
        else {
          query.whereBetween('t.resolution_due_at', [
            now.startOf('day').toISO()!,
            now.endOf('day').toISO()!,
          ])
        }
      },
    },
    opened: { kind: 'date', label: 'Opened', column: 't.created_at' },
    contact: { kind: 'record', label: 'Customer', column: 't.contact_id' },
    vehicle: { kind: 'record', label: 'Vehicle', column: 't.vehicle_id' },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 't.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
    due: {
      label: 'Due first',
      column: 't.resolution_due_at',
      type: 'timestamptz',
      direction: 'asc',
    },
  },
  defaultSort: 'newest',
  edits: {
    priority: {
      permission: 'tickets.ticket.update',
      field: PRIORITY_FIELD,
      save: (scope, id, { value, version }) =>
        setPriority(scope, id, { priority: value as TicketPriority, version }),
    },
    assignee: {
      permission: 'tickets.ticket.assign',
      field: assigneeField,
      from: 'assigneeId',
      save: (scope, id, { value, version }) =>
        assignTicket(scope, id, { assigneeId: value as string | null, version }),
    },
  },
  actions: {
    assign: {
      label: 'Assign',
      icon: 'i-lucide-user-check',
      permission: 'tickets.ticket.assign',
      fields: async (scope) => [await assigneeField(scope)],
      undo: 'assignee',
      run: (scope, id, { assignee }) =>
        assignTicket(scope, id, { assigneeId: assignee as string | null }),
    },
    priority: {
      label: 'Set priority',
      icon: 'i-lucide-flag',
      permission: 'tickets.ticket.update',
      fields: [PRIORITY_FIELD],
      undo: 'priority',
      run: (scope, id, { priority }) =>
        setPriority(scope, id, { priority: priority as TicketPriority }),
    },
  },
  row: ticketRow,
})

export default ticketList

/** Number, customer, phone or registration number. */
function search(query: ListQuery, term: string) {
  const pattern = `%${term.replace(/[\\%_]/g, '\\$&')}%`
  const compact = term.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const digits = term.replace(/\D/g, '')
  query.where((any) => {
    any.whereILike('t.number', pattern).orWhereILike('c.name', pattern)
    if (compact) any.orWhereLike('v.registration', `%${compact}%`)
    if (digits.length >= 4) any.orWhereLike('c.phone_digits', `%${digits}%`)
  })
}

function known(name: string, value: string, choices: { value: string }[]) {
  if (choices.some((choice) => choice.value === value)) return
  throw new RuleError('E_LIST_PARAMETER', `"${value}" is not a choice of "${name}".`, {
    field: name,
    next: `Use one of: ${choices.map((choice) => choice.value).join(', ')}.`,
  })
}
