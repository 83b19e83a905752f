import { ensureVisible, NotFoundError, RuleError, type Scope, type Unit } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type {} from '@karkhana/invoicing/contracts'
import type { BillableLine, LineState } from '../contracts.ts'
import { LinesLockedError } from '../errors.ts'
import Job from '../models/job.ts'
import JobLine from '../models/job_line.ts'
import { EDITABLE_STATUSES } from '../status/transitions.ts'
import { estimateOf } from './estimate.ts'
import { ensureActive } from './jobs.ts'
import { JOBS } from '../records.ts'

/** One line as it is sent; without `id` it is new. */
export interface LineInput {
  id?: string | null
  groupName?: string | null
  kind: 'labour' | 'part'
  itemId?: string | null
  description: string
  hsn: string
  quantity: string
  unit: string
  unitPrice: string
  discountPercent: string
  gstRate?: string | null
  treatment: BillableLine['treatment']
  state: LineState
}

/**
 * Makes the lines of a card those of the input, in its order: known ones are changed, new ones
 * added, missing ones removed. The sums of the card follow.
 *
 * @throws NotFoundError also naming `lines.<n>.id` and `lines.<n>.itemId`; VersionConflictError
 * @throws JobCancelledError, JobDeliveredError, LinesLockedError, LineAmountError
 * @throws RuleError E_JOB_LINE_KIND, E_RATE_UNKNOWN, E_DISCOUNT_LIMIT
 */
export async function saveLines(
  scope: Scope,
  jobId: string,
  { lines, version }: { lines: LineInput[]; version: number }
): Promise<Job> {
  return scope.work(async (unit) => {
    const job = await lockForUpdate(Job, jobId, { version, what: 'job card' })
    ensureVisible(scope, JOBS, job)
    ensureEditable(job)
    lines.forEach(checkKind)
    await ensureItems(unit, lines)
    const known = await JobLine.query().where('job_id', job.id)
    await ensureDiscounts(scope, lines, known)
    const rows = pair(job, lines, known)
    const estimate = await estimateOf(unit, job, lines)
    const kept = new Set(rows.map(({ id }) => id))
    for (const line of known) if (!kept.has(line.id)) await line.delete()
    for (const line of rows) await line.save()
    // The version of the card counts its lines too, so the card is written even if its sums stay.
    await job.merge({ ...estimate, updatedAt: scope.now() }).save()
    return job
  })
}

/** @throws JobCancelledError, JobDeliveredError, LinesLockedError */
export function ensureEditable(job: Job) {
  ensureActive(job)
  if (job.invoiceId) throw new LinesLockedError(job.invoiceNumber)
  if (!EDITABLE_STATUSES.includes(job.status)) throw new LinesLockedError(null)
}

/** Discounts are limited by whoever writes the invoice; where nobody does, they are not. */
async function ensureDiscounts(scope: Scope, lines: LineInput[], known: JobLine[]) {
  const invoices = await scope.contract('invoicing.invoices@1')
  await invoices?.ensureDiscounts(scope, lines, known)
}

function pair(job: Job, lines: LineInput[], known: JobLine[]): JobLine[] {
  const byId = new Map(known.map((line) => [line.id, line]))
  return lines.map((input, sort) => {
    const line = input.id ? byId.get(input.id) : new JobLine()
    if (!line) throw new NotFoundError('line', `lines.${sort}.id`)
    if (input.id) byId.delete(input.id)
    return line.merge({
      jobId: job.id,
      sort,
      groupName: input.groupName ?? null,
      kind: input.kind,
      itemId: input.itemId ?? null,
      description: input.description,
      hsn: input.hsn,
      quantity: input.quantity,
      unit: input.unit,
      unitPrice: input.unitPrice,
      discountPercent: input.discountPercent,
      gstRate: input.gstRate ?? null,
      treatment: input.treatment,
      state: input.state,
    })
  })
}

/** Services have a SAC, which begins with 99; goods have an HSN, which does not. */
function checkKind({ kind, hsn }: LineInput, place: number) {
  if (hsn.startsWith('99') === (kind === 'labour')) return
  throw new RuleError(
    'E_JOB_LINE_KIND',
    kind === 'labour'
      ? 'The SAC of labour begins with 99.'
      : 'Codes that begin with 99 are for labour.',
    {
      field: `lines.${place}.hsn`,
      next: kind === 'labour' ? 'Repair of vehicles is 998714.' : 'Enter the HSN of the part.',
    }
  )
}

async function ensureItems(unit: Unit, lines: LineInput[]) {
  const ids = [...new Set(lines.flatMap(({ itemId }) => itemId ?? []))]
  if (ids.length === 0) return
  const rows = await unit.rows<{ id: string }>('select id from catalog_items where id = any(?)', [
    ids,
  ])
  const found = new Set(rows.map(({ id }) => id))
  const place = lines.findIndex(({ itemId }) => itemId && !found.has(itemId))
  if (place !== -1) throw new NotFoundError('item', `lines.${place}.itemId`)
}
