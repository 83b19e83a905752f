import { activeMembers, RuleError, type Scope } from '@karkhana/kernel'
import { defineList, type ListQuery } from '@karkhana/kernel/lists'
import { jobQuery, LATE } from '../services/job_query.ts'
import { JOBS } from '../records.ts'
import { STATUS_LOOKS } from '../status/looks.ts'
import { jobRow, type JobRow, type RawJob } from '../transformers/job.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Members have random ids; a job or command is nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const STATUS_CHOICES = [
  { value: 'active', label: 'In the workshop' },
  ...Object.entries(STATUS_LOOKS).map(([value, { label }]) => ({ value, label })),
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'all', label: 'Any status' },
]
const LATE_CHOICES = [{ value: 'yes', label: 'Promise passed' }]

/** Filters that name what is looked for, so that the status no longer narrows by itself. */
const NARROWING = ['status', 'ticket', 'vehicle']

/** Job cards for page, API and export; those in the workshop unless a search, a status or a record is asked for. */
export const jobList = defineList<RawJob, JobRow>({
  name: 'jobcards.jobs',
  label: 'Job cards',
  from: jobQuery,
  id: 'j.id',
  record: JOBS,
  columns: [
    { key: 'number', label: 'No.', kind: 'code', primary: true },
    { key: 'registration', label: 'Vehicle', kind: 'code' },
    { key: 'vehicle', label: 'Model' },
    { key: 'customer', label: 'Customer' },
    { key: 'technician', label: 'Technician', hideOnPhone: true },
    { key: 'promisedAt', label: 'Promised', kind: 'datetime' },
    { key: 'status', label: 'Status', kind: 'status', statuses: STATUS_LOOKS },
    { key: 'totalPaise', label: 'Estimate', kind: 'money' },
    { key: 'createdAt', label: 'Opened', kind: 'datetime', hidden: true, hideOnPhone: true },
  ],
  search,
  narrow: ({ search: term, filters = {} }): Record<string, string> =>
    term?.trim() || NARROWING.some((key) => filters[key]) ? {} : { status: 'active' },
  filters: {
    status: { label: 'Status', options: STATUS_CHOICES, apply: byStatus },
    technician: {
      label: 'Technician',
      options: async (scope) => [
        { value: 'me', label: 'Me' },
        { value: 'none', label: 'Nobody' },
        ...(await activeMembers(scope)).map(({ id, name }) => ({ value: id, label: name })),
      ],
      apply: byTechnician,
    },
    late: {
      label: 'Late',
      options: LATE_CHOICES,
      apply: (query, value, scope) => {
        known('late', value, LATE_CHOICES)
        query.whereRaw(LATE, [scope.now().toISO()!])
      },
    },
    opened: { kind: 'date', label: 'Opened', column: 'j.created_at' },
    ticket: { kind: 'record', label: 'Ticket', column: 'j.ticket_id' },
    vehicle: { kind: 'record', label: 'Vehicle', column: 'j.vehicle_id' },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'j.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
    promised: {
      label: 'Promised first',
      column: "coalesce(j.promised_at, 'infinity')",
      type: 'timestamptz',
      direction: 'asc',
    },
  },
  defaultSort: 'newest',
  row: jobRow,
})

export default jobList

/** Number, customer, phone or registration number. */
function search(query: ListQuery, term: string) {
  const pattern = `%${term.replace(/[\\%_]/g, '\\$&')}%`
  const compact = term.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const digits = term.replace(/\D/g, '')
  query.where((any) => {
    any.whereILike('j.number', pattern).orWhereILike('c.name', pattern)
    if (compact) any.orWhereLike('v.registration', `%${compact}%`)
    if (digits.length >= 4) any.orWhereLike('c.phone_digits', `%${digits}%`)
  })
}

function byStatus(query: ListQuery, value: string) {
  known('status', value, STATUS_CHOICES)
  if (value === 'all') return
  if (value === 'cancelled') {
    query.whereNotNull('j.cancelled_at')
    return
  }
  query.whereNull('j.cancelled_at')
  if (value === 'active') query.whereNot('j.status', 'delivered')
  else query.where('j.status', value)
}

function byTechnician(query: ListQuery, value: string, scope: Scope) {
  if (value === 'none') query.whereNull('j.technician_id')
  else if (value === 'me') query.where('j.technician_id', scope.actor.memberId ?? NOBODY)
  else if (UUID.test(value)) query.where('j.technician_id', value)
  else {
    known('technician', value, [
      { value: 'me' },
      { value: 'none' },
      { value: 'the id of a member' },
    ])
  }
}

function known(name: string, value: string, choices: { value: string }[]) {
  if (choices.some((choice) => choice.value === value)) return
  throw new RuleError('E_LIST_PARAMETER', `"${value}" is not a choice of "${name}".`, {
    field: name,
    next: `Use one of: ${choices.map((choice) => choice.value).join(', ')}.`,
  })
}
