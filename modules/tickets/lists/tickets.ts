import { activeMembers, RuleError } from '@karkhana/kernel'
import { defineList, type ListQuery } from '@karkhana/kernel/lists'
import type { Scope } from '@karkhana/kernel'
import { TICKETS } from '../records.ts'
import { ticketQuery } from '../services/ticket_query.ts'
import { PRIORITY_LOOKS, STATUS_LOOKS } from '../status/looks.ts'
import { OPEN_STATUSES, RUNNING_STATUSES } from '../status/transitions.ts'
import { ticketRow, type RawTicketRow, type TicketRow } from '../transformers/ticket.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

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
const DUE_CHOICES = [
  { value: 'late', label: 'Late' },
  { value: 'today', label: 'Due today' },
]

/** Tickets, for page and API. */
export const ticketList = defineList<RawTicketRow, TicketRow>({
  from: ticketQuery,
  id: 't.id',
  record: TICKETS,
  search,
  filters: {
    status: {
      label: 'Status',
      options: STATUS_CHOICES,
      apply: (query, value) => {
        known('status', value, STATUS_CHOICES)
        if (value === 'open_all') query.whereIn('t.status', [...OPEN_STATUSES])
        else if (value !== 'all') query.where('t.status', value)
      },
    },
    priority: {
      label: 'Priority',
      options: PRIORITY_CHOICES,
      apply: (query, value) => {
        known('priority', value, PRIORITY_CHOICES)
        query.where('t.priority', value)
      },
    },
    assignee: {
      label: 'Assignee',
      options: async (scope) => [
        { value: 'me', label: 'Me' },
        { value: 'none', label: 'Nobody' },
        ...(await activeMembers(scope)).map(({ id, name }) => ({ value: id, label: name })),
      ],
      apply: byAssignee,
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
    contact: { label: 'Customer', options: [], apply: byRecord('contact', 't.contact_id') },
    vehicle: { label: 'Vehicle', options: [], apply: byRecord('vehicle', 't.vehicle_id') },
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
  row: ticketRow,
})

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

/** For links and the API; such filters have no choices to offer. */
function byRecord(name: string, column: string) {
  return (query: ListQuery, value: string) => {
    if (!UUID.test(value)) known(name, value, [{ value: 'the id of a record' }])
    query.where(column, value)
  }
}

function byAssignee(query: ListQuery, value: string, scope: Scope) {
  if (value === 'none') query.whereNull('t.assignee_id')
  else if (value === 'me') {
    query.whereRaw('t.assignee_id = ?::uuid', [scope.actor.memberId ?? NOBODY])
  } else if (UUID.test(value)) query.where('t.assignee_id', value)
  else {
    known('assignee', value, [{ value: 'me' }, { value: 'none' }, { value: 'the id of a member' }])
  }
}

function known(name: string, value: string, choices: { value: string }[]) {
  if (choices.some((choice) => choice.value === value)) return
  throw new RuleError('E_LIST_PARAMETER', `"${value}" is not a choice of "${name}".`, {
    field: name,
    next: `Use one of: ${choices.map((choice) => choice.value).join(', ')}.`,
  })
}
