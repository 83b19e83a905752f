import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { getJob } from '../../services/read_job.ts'
import { finishJob, makeJob } from '../support/cards.ts'

async function switchModule(client: ApiClient, workshop: Workshop, id: string, to: string) {
  const response = await client
    .post(`/settings/modules/${id}/switch`)
    .json({ to })
    .loginAs(await workshop.user())
    .withCsrfToken()
    .redirects(0)
  response.assertStatus(303)
}

test.group('Job cards and the module switch', () => {
  test('the keys wait for the invoice while invoicing is on, and no longer when it is off', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const job = await makeJob(await workshop.scope())
    await finishJob(await workshop.scope(), job.id)
    const deliver = async () =>
      changeJobStatus(await workshop.scope(), job.id, {
        transition: 'deliver',
        odometerOut: 18_245,
      })
    await assert.rejects(deliver, 'The invoice has not been issued.')
    await switchModule(client, workshop, 'invoicing', 'paused')
    assert.equal((await deliver()).status, 'delivered')
    const scope = await workshop.scope()
    const vehicles = await scope.need('vehicles.registry@1')
    assert.equal((await vehicles.get(scope, job.vehicle.id)).odometerKm, 18_245)
  })

  test('switched off they are gone here, untouched elsewhere, and back with their data', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const other = await makeWorkshop()
    const job = await makeJob(await workshop.scope())
    const theirs = await makeJob(await other.scope())
    const read = async (of: Workshop, id: string) =>
      client.get(`/api/v1/jobcards/${id}`).bearerToken(await of.token())

    await switchModule(client, workshop, 'jobcards', 'paused')
    ;(await read(workshop, job.id)).assertStatus(404)
    ;(await read(other, theirs.id)).assertStatus(200)
    assert.isNull(await (await workshop.scope()).contract('jobcards.billing@1'))

    await switchModule(client, workshop, 'jobcards', 'enabled')
    ;(await read(workshop, job.id)).assertStatus(200)
    assert.deepEqual(await getJob(await workshop.scope(), job.id), job)
  })
})
