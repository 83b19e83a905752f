import type Branch from '../../../app/branches/branch.ts'
import type { Scope } from '@karkhana/kernel'
import { asPaise } from '@karkhana/kernel/money'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { makeSale, type Sale } from '../../../modules/invoicing/tests/support/sale.ts'
import { createDraft } from '../../../modules/invoicing/services/drafts.ts'
import { issueInvoice } from '../../../modules/invoicing/services/issue.ts'
import { recordPayment } from '../../../modules/invoicing/services/payments.ts'
import { createJob } from '../../../modules/jobcards/services/jobs.ts'
import { createTicket } from '../../../modules/tickets/services/tickets.ts'

/** One of everything that belongs to a branch. */
export interface BranchRecords {
  branch: Branch
  /** A scope of the owner that works in this branch. */
  scope: Scope
  ticketId: string
  jobId: string
  invoiceId: string
  paymentId: string
  entryIds: string[]
}

export interface TwoBranches {
  workshop: Workshop
  /** A customer and a vehicle, shared by the branches. */
  sale: Sale
  pune: BranchRecords
  nashik: BranchRecords
}

/** A workshop with branches in Pune and Nashik and the same work in both: invoiced 4,747, paid 1,000. */
export async function twoBranches(): Promise<TwoBranches> {
  const workshop = await makeWorkshop()
  const first = (await workshop.scope()).branch
  const pune = await workshop.branch(first.code)
  const nashik = await workshop.branch('NSK')
  const owner = await workshop.scope()
  await owner.work((unit) =>
    unit.rows("update branches set tax_id = '27AAPFU0939F1ZV', name = ? where id = ?", [
      'Nashik',
      nashik.id,
    ])
  )
  const sale = await makeSale(workshop)
  return {
    workshop,
    sale,
    pune: await workIn(sale, pune),
    nashik: await workIn(sale, nashik),
  }
}

async function workIn(sale: Sale, branch: Branch): Promise<BranchRecords> {
  const scope = (await sale.workshop.scope()).with({ branchId: branch.id })
  const { contactId, vehicleId, draft } = sale
  const ticket = await createTicket(scope, {
    contactId,
    vehicleId,
    complaint: `Stopped near ${branch.code}`,
    priority: 'P2',
    source: 'counter',
  })
  const job = await createJob(scope, { ticketId: ticket.id })
  const invoice = await createDraft(scope, draft())
  await issueInvoice(scope, invoice.id)
  const payment = await recordPayment(scope, invoice.id, {
    idempotencyKey: `first-${invoice.id}`,
    mode: 'cash',
    amount: asPaise(100_000),
  })
  const entries = await scope.read((unit) =>
    unit.rows<{ id: string }>('select id from accounting_entries where branch_id = ?', [branch.id])
  )
  return {
    branch,
    scope,
    ticketId: ticket.id,
    jobId: job.id,
    invoiceId: invoice.id,
    paymentId: payment.id,
    entryIds: entries.map(({ id }) => id),
  }
}
