import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import type {} from '@karkhana/jobcards/contracts'
import { createDraft } from '../../services/drafts.ts'
import { cancelInvoice } from '../../services/cancel.ts'
import { createDraftFromJob } from '../../services/from_job.ts'
import { issueInvoice } from '../../services/issue.ts'
import { readInvoice } from '../../services/read_invoice.ts'
import { makeSale, REPAIR, type Sale } from '../support/sale.ts'

/** A job card that is ready, as its module would have stored it. */
async function readyJob({ scope, contactId, vehicleId }: Sale): Promise<string> {
  const id = randomUUID()
  const own = { organisation_id: scope.organisationId }
  await scope.work(async (unit) => {
    await unit.table('jobcards_jobs').insert({
      ...own,
      id,
      number: `J-${id.slice(0, 8)}`,
      branch_id: scope.branch.id,
      contact_id: contactId,
      vehicle_id: vehicleId,
      status: 'ready',
      complaint: 'Range drops from 80 to 35 km and it cuts off on the flyover.',
    })
    for (const [index, line] of REPAIR.entries()) {
      await unit.table('jobcards_lines').insert({
        ...own,
        id: randomUUID(),
        job_id: id,
        sort: index,
        kind: line.hsn.startsWith('99') ? 'labour' : 'part',
        description: line.description,
        hsn: line.hsn,
        quantity: line.quantity,
        unit: line.unit,
        unit_price: line.unitPrice,
        gst_rate: line.gstRate,
        treatment: 'taxable',
        state: 'done',
      })
    }
  })
  return id
}

const jobInvoice = ({ scope }: Sale, id: string) =>
  scope.read(async (unit) => {
    const [job] = await unit.rows<{ invoice_number: string | null }>(
      'select invoice_number from jobcards_jobs where id = ?',
      [id]
    )
    return job.invoice_number
  })

test.group('The invoice of a job card', () => {
  test('takes over its lines and holds the card once issued', async ({ assert }) => {
    const sale = await makeSale()
    const jobId = await readyJob(sale)
    const draft = await createDraftFromJob(sale.scope, jobId)
    const record = await readInvoice(sale.scope, draft.id)
    assert.equal(record.totals.total, 474_700)
    assert.equal(record.vehicle!.registration, 'MH12AB1234')
    assert.isNull(await jobInvoice(sale, jobId), 'a draft does not hold the card')

    const issued = await issueInvoice(sale.scope, draft.id)
    assert.equal(await jobInvoice(sale, jobId), issued.number)
    const invoices = await sale.scope.need('invoicing.invoices@1')
    assert.containsSubset(await invoices.forJob(sale.scope, jobId), {
      id: draft.id,
      number: issued.number,
      status: 'issued',
      totalPaise: 474_700,
      balancePaise: 474_700,
    })
  })

  test('is made once, also when two people ask at the same time', async ({ assert }) => {
    const sale = await makeSale()
    const jobId = await readyJob(sale)
    const outcomes = await Promise.allSettled([
      createDraftFromJob(sale.scope, jobId),
      createDraftFromJob(sale.scope, jobId),
    ])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.deepEqual(
      refused.map(({ reason }) => reason.code),
      ['E_JOB_HAS_INVOICE']
    )
  })

  test('cancelled, it gives the card back for another one', async ({ assert }) => {
    const sale = await makeSale()
    const jobId = await readyJob(sale)
    const first = await createDraftFromJob(sale.scope, jobId)
    await issueInvoice(sale.scope, first.id)
    await cancelInvoice(sale.scope, first.id, { reason: 'Wrong rate' })
    assert.isNull(await jobInvoice(sale, jobId))
    const second = await createDraftFromJob(sale.scope, jobId)
    assert.match((await issueInvoice(sale.scope, second.id)).number!, /\/00002$/)
  })

  test('from the form, with the job card named in the request', async ({ client, assert }) => {
    const sale = await makeSale()
    const jobId = await readyJob(sale)
    const form = await client
      .get(`/invoicing/from-job/${jobId}`)
      .loginAs(await sale.workshop.user('manager'))
    form.assertStatus(200)
    assert.isNull(await jobInvoice(sale, jobId))
    const saved = await client
      .post('/api/v1/invoicing')
      .bearerToken(await sale.workshop.token('manager'))
      .json(sale.draft({ jobId }))
    saved.assertStatus(201)
    assert.equal(saved.body().data.jobId, jobId)

    const again = await client
      .get(`/invoicing/from-job/${jobId}`)
      .loginAs(await sale.workshop.user('manager'))
      .redirects(0)
    again.assertHeader('location', `/invoicing/${saved.body().data.id}`)
    const lookup = await client
      .get('/invoicing/lookup')
      .qs({ job: jobId })
      .loginAs(await sale.workshop.user('manager'))
    assert.containsSubset(lookup.body().data, [{ id: saved.body().data.id, state: 'draft' }])
  })

  test('a card of another organisation does not exist', async ({ client, assert }) => {
    const [mine, other] = [await makeSale(), await makeSale()]
    const jobId = await readyJob(other)
    const token = await mine.workshop.token()
    const made = await client
      .post(`/api/v1/invoicing/from-job/${jobId}`)
      .bearerToken(token)
      .json({})
    made.assertStatus(404)
    const named = await client
      .post('/api/v1/invoicing')
      .bearerToken(token)
      .json(mine.draft({ jobId }))
    named.assertStatus(422)
    assert.containsSubset(named.body().errors, [{ field: 'jobId' }])
  })

  test('with job cards switched off, invoices without one are made as ever', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const jobId = await readyJob(sale)
    const draft = await createDraftFromJob(sale.scope, jobId)
    await sale.scope.work((unit) =>
      unit.rows(
        `update organisation_modules set state = 'paused' where organisation_id = ? and module_id = 'jobcards'`,
        [sale.scope.organisationId]
      )
    )
    const scope = await sale.workshop.scope()
    const token = await sale.workshop.token()
    const made = await client
      .post(`/api/v1/invoicing/from-job/${jobId}`)
      .bearerToken(token)
      .json({})
    made.assertStatus(404)
    assert.equal((await issueInvoice(scope, draft.id)).status, 'issued')
    const alone = await createDraft(scope, sale.draft())
    assert.equal((await issueInvoice(scope, alone.id)).status, 'issued')
  })
})
