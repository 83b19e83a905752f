import { settingsOf, type Scope } from '@karkhana/kernel'
import type {} from '@karkhana/invoicing/contracts'
import type { LineState } from '../contracts.ts'
import type { HeldStatus, JobFacts, JobMoney } from '../status/facts.ts'
import { SETTINGS } from '../settings.ts'

/** The columns of a card that guards look at. */
export interface FactsOf {
  id: string
  status: JobFacts['status']
  heldFrom: HeldStatus | null
  cancelledAt: unknown
  technicianId: string | null
  odometerIn: number | null
  totalPaise: number
}

/** Collects what the guards look at, in the caller's unit. */
export async function factsOf(scope: Scope, job: FactsOf): Promise<JobFacts> {
  return scope.read(async (unit) => {
    const lines = await unit.rows<{ state: LineState }>(
      'select state from jobcards_lines where job_id = ?',
      [job.id]
    )
    const [approval] = await unit.rows<{ total_paise: string }>(
      'select total_paise from jobcards_approvals where job_id = ? order by at desc, id desc limit 1',
      [job.id]
    )
    return {
      status: job.status,
      heldFrom: job.heldFrom,
      cancelled: job.cancelledAt !== null && job.cancelledAt !== undefined,
      technicianId: job.technicianId,
      odometerIn: job.odometerIn,
      lines,
      totalPaise: job.totalPaise,
      approvedPaise: approval ? Number(approval.total_paise) : null,
      approvalFreeBelowPaise: (await settingsOf(scope, SETTINGS)).approval_free_below,
      money: job.status === 'ready' ? await moneyOf(scope, job.id) : null,
    }
  })
}

/** What the card owes; `null` where the organisation writes no invoices with Karkhana. */
async function moneyOf(scope: Scope, jobId: string): Promise<JobMoney | null> {
  const invoices = await scope.contract('invoicing.invoices@1')
  if (!invoices) return null
  const invoice = await invoices.forJob(scope, jobId)
  return {
    invoiced: invoice?.status === 'issued',
    balancePaise: invoice?.balancePaise ?? 0,
  }
}
