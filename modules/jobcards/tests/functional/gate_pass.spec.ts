import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { randomUUID } from 'node:crypto'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { getJob } from '../../services/read_job.ts'
import { finishJob, makeJob } from '../support/cards.ts'

const API = '/api/v1'

test.group('Gate pass', () => {
  test('opens when the invoice of the card is issued and paid, and not a step before', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const token = await workshop.token()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const post = async (path: string, body: object = {}) => {
      const response = await client.post(`${API}${path}`).json(body).bearerToken(token)
      assert.oneOf(response.status(), [200, 201], JSON.stringify(response.body()))
      return response.body().data
    }
    const refusal = () =>
      changeJobStatus(scope, job.id, { transition: 'deliver', odometerOut: 18_250 }).then(
        () => null,
        (error: { code: string }) => error.code
      )

    assert.equal(await refusal(), 'E_JOB_NOT_INVOICED')
    const invoice = await post(`/invoicing/from-job/${job.id}`)
    assert.equal(await refusal(), 'E_JOB_NOT_INVOICED')
    const issued = await post(`/invoicing/${invoice.id}/issue`)
    assert.equal(await refusal(), 'E_JOB_UNPAID')
    const card = await getJob(scope, job.id)
    assert.equal(card.invoice?.number, issued.number)
    const pay = (amount: number) =>
      post(`/invoicing/${invoice.id}/payments`, {
        idempotencyKey: randomUUID(),
        mode: 'upi',
        reference: 'UPI-1',
        amount,
      })
    await pay(474_600)
    assert.equal(await refusal(), 'E_JOB_UNPAID')
    await pay(100)
    assert.isNull(await refusal())
    const { status, odometerOut, deliveredAt } = await getJob(scope, job.id)
    assert.equal(status, 'delivered')
    assert.equal(odometerOut, 18_250)
    assert.isString(deliveredAt)
  })
})
