import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { emittedEvents, makeWorkshop } from '@karkhana/kernel/testing'
import { recordApproval } from '../../services/approvals.ts'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { getJob } from '../../services/read_job.ts'
import { addLines, makeJob, STORY_LINES } from '../support/cards.ts'

const CHANGED = 'jobcards.job_status_changed@1'
const DELIVERED = 'jobcards.job_delivered@1'

/** A card that is ready, with nothing to pay: all its work was put off. */
async function readyJob(scope: Scope) {
  const job = await makeJob(scope)
  await changeJobStatus(scope, job.id, { transition: 'estimate' })
  await recordApproval(scope, job.id, { approvedBy: 'Raj Kumar', channel: 'phone' })
  await changeJobStatus(scope, job.id, { transition: 'start' })
  await addLines(
    scope,
    job.id,
    STORY_LINES.map((line) => ({ ...line, state: 'deferred' as const }))
  )
  await changeJobStatus(scope, job.id, { transition: 'finish' })
  return job
}

test.group('Events of job cards', () => {
  test('tell of every change of status, and of the hand-over', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const job = await readyJob(scope)
    await changeJobStatus(scope, job.id, { transition: 'deliver', odometerOut: 18_250 })
    const changes = await emittedEvents(scope, CHANGED)
    assert.deepEqual(
      changes.map(({ payload }) => [payload.transition, payload.to]),
      [
        ['diagnose', 'diagnosing'],
        ['estimate', 'awaiting_approval'],
        ['start', 'in_progress'],
        ['finish', 'ready'],
        ['deliver', 'delivered'],
      ]
    )
    const [delivered] = await emittedEvents(scope, DELIVERED)
    const { contactId, vehicleId, deliveredAt } = await scope.read(async (unit) => {
      const [row] = await unit.rows<{ contactId: string; vehicleId: string; deliveredAt: Date }>(
        `select contact_id as "contactId", vehicle_id as "vehicleId", delivered_at as "deliveredAt"
           from jobcards_jobs where id = ?`,
        [job.id]
      )
      return row
    })
    assert.equal(delivered.record, job.id)
    assert.deepEqual(delivered.payload, {
      jobId: job.id,
      number: job.number,
      ticketId: null,
      contactId,
      vehicleId,
      branchId: scope.branch.id,
      technicianId: scope.actor.memberId,
      deliveredAt: deliveredAt.toISOString(),
    })
    assert.isEmpty(await emittedEvents(await other.scope()))
  })

  test('do not tell of a hand-over that was refused or rolled back', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await readyJob(scope)
    await assert.rejects(() => changeJobStatus(scope, job.id, { transition: 'deliver' }))
    const before = (await emittedEvents(scope)).length
    await assert.rejects(() =>
      scope.work(async () => {
        await changeJobStatus(scope, job.id, { transition: 'deliver', odometerOut: 18_250 })
        throw new Error('the work fails')
      })
    )
    assert.lengthOf(await emittedEvents(scope), before)
    assert.equal((await getJob(scope, job.id)).status, 'ready')
  })
})
