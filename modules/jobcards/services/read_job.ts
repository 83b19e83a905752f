import { customOf, NotFoundError, type Scope, type Unit } from '@karkhana/kernel'
import { runList, type ListInput } from '@karkhana/kernel/lists'
import type { ListPage } from '@karkhana/kernel/pages'
import { jobList } from '../lists/jobs.ts'
import JobLine from '../models/job_line.ts'
import type { ApprovalChannel } from '../status/looks.ts'
import { jobLineRow } from '../transformers/job_line.ts'
import {
  jobRecord,
  type ApprovalRow,
  type JobRecord,
  type JobRow,
  type RawJob,
} from '../transformers/job.ts'
import { JOBS } from '../records.ts'
import { factsOf } from './facts.ts'
import { jobQuery } from './job_query.ts'

/** One page of job cards. */
export async function listJobs(scope: Scope, input: ListInput): Promise<ListPage<JobRow>> {
  return runList(scope, jobList, input)
}

/** A choice of a picker, and a line of the cards of a ticket or vehicle. */
export interface JobOption {
  id: string
  label: string
  hint: string
  status: JobRow['status']
  cancelled: boolean
  technician: string | null
  promisedAt: string | null
  late: boolean
  totalPaise: number
  createdAt: string
}

/** The newest 20 cards that match, finished ones too. */
export async function lookupJobs(
  scope: Scope,
  { q, ticket, vehicle }: { q?: string; ticket?: string; vehicle?: string }
): Promise<JobOption[]> {
  const filters = Object.fromEntries(
    Object.entries({ status: 'all', ticket, vehicle }).filter((entry): entry is [string, string] =>
      Boolean(entry[1])
    )
  )
  const { rows } = await runList(scope, jobList, { search: q, limit: 20, filters })
  return rows.map((row) => ({
    id: row.id,
    label: row.number,
    hint: [row.registration ?? row.vehicle, row.customer].join(' · '),
    status: row.status,
    cancelled: row.cancelled,
    technician: row.technician,
    promisedAt: row.promisedAt,
    late: row.late,
    totalPaise: row.totalPaise,
    createdAt: row.createdAt,
  }))
}

/** @throws NotFoundError */
export async function getJob(scope: Scope, id: string): Promise<JobRecord> {
  return scope.read(async (unit) => {
    const raw = (await jobQuery(unit).where('j.id', id).first()) as RawJob | null
    if (!raw) throw new NotFoundError('job card')
    const facts = await factsOf(scope, {
      id: raw.id,
      status: raw.status,
      heldFrom: raw.held_from,
      cancelledAt: raw.cancelled_at,
      technicianId: raw.technician_id,
      odometerIn: raw.odometer_in,
      totalPaise: Number(raw.total_paise),
    })
    const lines = await JobLine.query().where('job_id', id).orderBy('sort')
    return jobRecord(scope, raw, {
      lines: lines.map(jobLineRow),
      approvals: await approvalsOf(unit, id),
      facts,
      custom: await customOf(scope, JOBS.table, raw.custom),
    })
  })
}

interface RawApproval {
  id: string
  at: Date
  approved_by: string
  channel: ApprovalChannel
  total_paise: string
  note: string | null
  recorded_by: string | null
}

async function approvalsOf(unit: Unit, jobId: string): Promise<ApprovalRow[]> {
  const rows = await unit.rows<RawApproval>(
    `select a.id, a.at, a.approved_by, a.channel, a.total_paise, a.note,
            case a.actor_kind when 'user' then u.name when 'token' then 'API: ' || k.name
                              else a.actor_id end as recorded_by
       from jobcards_approvals a
       left join users u on a.actor_kind = 'user' and u.id::text = a.actor_id
       left join api_tokens k on a.actor_kind = 'token' and k.id::text = a.actor_id
      where a.job_id = ? order by a.at desc, a.id desc`,
    [jobId]
  )
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    approvedBy: row.approved_by,
    channel: row.channel,
    totalPaise: Number(row.total_paise),
    note: row.note,
    recordedBy: row.recorded_by,
  }))
}
