import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/jobcards/contracts'
import { lookupInvoices } from './lookup.ts'

/** The invoices of a job card, newest first, for the job card's page. */
const jobInvoices = defineSlotData('jobcards.job.aside', async (scope, { jobId }) => ({
  invoices: await lookupInvoices(scope, { job: jobId }),
}))

export type JobInvoices = SlotDataOf<typeof jobInvoices>
export default jobInvoices
