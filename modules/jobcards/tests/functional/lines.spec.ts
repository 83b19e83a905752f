import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { chooseSettings, makeWorkshop } from '@karkhana/kernel/testing'
import { v7 as uuidv7 } from 'uuid'
import { recordApproval } from '../../services/approvals.ts'
import billing from '../../services/billing.ts'
import { cancelJob } from '../../services/cancel_job.ts'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { getJob } from '../../services/read_job.ts'
import { addLines, finishJob, line, makeJob, STORY_LINES } from '../support/cards.ts'

const invoice = () => ({ invoiceId: uuidv7(), invoiceNumber: 'PUN/26-27/00001' })

async function makeItem(scope: Scope) {
  const id = uuidv7()
  await scope.work((unit) =>
    unit.table('catalog_items').insert({
      organisation_id: scope.organisationId,
      id,
      kind: 'part',
      code: 'CONT-48',
      name: 'Main contactor 48 V',
      hsn: '8536',
      unit: 'NOS',
      unit_price: '2450.00',
      treatment: 'taxable',
    })
  )
  return id
}

test.group('Lines of a job card', () => {
  test('are summed to the paisa with GST, within the state and across states', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const pune = await makeJob(scope)
    assert.deepEqual(
      [pune.taxablePaise, pune.taxPaise, pune.totalPaise],
      [4_023_00, 724_14, 4_747_14]
    )
    const karnataka = await makeJob(scope, null, { stateCode: '29', gstin: '29AAGCB7383J1Z4' })
    assert.deepEqual([karnataka.taxablePaise, karnataka.taxPaise], [4_023_00, 724_14])
  })

  test('keep their order and identity; missing ones go, deferred ones do not count', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    const [labour, contactor, kit] = job.lines
    await addLines(scope, job.id, [
      { ...kit, state: 'deferred' },
      { ...labour, groupName: 'Contactor' },
    ])
    const changed = await getJob(scope, job.id)
    assert.deepEqual(
      changed.lines.map(({ id }) => id),
      [kit.id, labour.id]
    )
    assert.equal(changed.lines[1].groupName, 'Contactor')
    assert.notInclude(
      changed.lines.map(({ id }) => id),
      contactor.id
    )
    assert.equal(changed.taxablePaise, 1_200_00)
  })

  test('take the rate by law of today when none is chosen, and refuse an unknown one', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await addLines(scope, job.id, [line({ unitPrice: '100', gstRate: null, hsn: '8536' })])
    assert.equal((await getJob(scope, job.id)).taxPaise, 18_00)
    const error = await addLines(scope, job.id, [
      line({ unitPrice: '1' }),
      line({ unitPrice: '100', gstRate: null, hsn: '0000' }),
    ]).then(
      () => null,
      (raised) => raised
    )
    assert.equal(error?.field, 'lines.1.hsn')
  })

  test('discount and fractions are rounded once per line', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await addLines(scope, job.id, [
      line({ quantity: '0.333', unitPrice: '99.99', discountPercent: '12.5', gstRate: '5' }),
    ])
    const { lines, taxablePaise, taxPaise } = await getJob(scope, job.id)
    // 0.333 × 99.99 = 33.30; 12.5 % of it is 4.16; 5 % of 29.14 in two halves of 0.73
    assert.equal(lines[0].amountPaise, 29_14)
    assert.deepEqual([taxablePaise, taxPaise], [29_14, 1_46])
  })

  test('bad cells are named and nothing is saved', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const job = await makeJob(scope)
    const foreign = await makeWorkshop()
    const theirItem = await makeItem(await foreign.scope())
    const theirJob = await makeJob(await foreign.scope())
    const token = await workshop.token()
    for (const [cell, value] of [
      ['quantity', '-1'],
      ['quantity', '0'],
      ['quantity', '1.2345'],
      ['unitPrice', '-5'],
      ['unitPrice', '1e5'],
      ['discountPercent', '101'],
      ['gstRate', '17'],
      ['hsn', '85'],
      ['hsn', '998714'],
      ['description', 'x'.repeat(201)],
      ['kind', 'magic'],
      ['state', 'maybe'],
      ['itemId', theirItem],
      ['id', theirJob.lines[0].id],
    ]) {
      const response = await client
        .put(`/api/v1/jobcards/${job.id}/lines`)
        .json({
          version: job.version,
          lines: [STORY_LINES[0], { ...STORY_LINES[1], [cell]: value }],
        })
        .bearerToken(token)
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, `lines.1.${cell}`, `${cell} ${value}`)
    }
    const tooMany = await client
      .put(`/api/v1/jobcards/${job.id}/lines`)
      .json({ version: job.version, lines: Array(201).fill(STORY_LINES[0]) })
      .bearerToken(token)
    tooMany.assertStatus(422)
    assert.deepEqual(await getJob(scope, job.id), job)
  })

  test('two people cannot save over each other, even when the sum stays', async ({ client }) => {
    const workshop = await makeWorkshop()
    const job = await makeJob(await workshop.scope())
    const token = await workshop.token()
    const save = (description: string) =>
      client
        .put(`/api/v1/jobcards/${job.id}/lines`)
        .json({
          version: job.version,
          lines: job.lines.map((each) => ({ ...each, description })),
        })
        .bearerToken(token)
    ;(await save('One')).assertStatus(200)
    ;(await save('Other')).assertStatus(409)
  })

  test('are locked once the card is ready', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    await assert.rejects(() => addLines(scope, job.id, []), /ready cannot be changed/)
    await changeJobStatus(scope, job.id, { transition: 'rework', reason: 'Connector loose' })
    await addLines(scope, job.id, [])
  })
})

test.group('Approval of a job card', () => {
  test('is asked again when work goes far beyond it', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await changeJobStatus(scope, job.id, { transition: 'estimate' })
    await recordApproval(scope, job.id, { approvedBy: 'Raj Kumar', channel: 'whatsapp' })
    await changeJobStatus(scope, job.id, { transition: 'start' })
    const done = (price: string) =>
      STORY_LINES.map((each, index) => ({
        ...each,
        unitPrice: index === 1 ? price : each.unitPrice,
        state: 'done' as const,
      }))
    await addLines(scope, job.id, done('2900.00'))
    await assert.rejects(
      () => changeJobStatus(scope, job.id, { transition: 'finish' }),
      /more than the customer approved/
    )
    await recordApproval(scope, job.id, { approvedBy: 'Raj Kumar', channel: 'phone' })
    await changeJobStatus(scope, job.id, { transition: 'finish' })
    assert.lengthOf((await getJob(scope, job.id)).approvals, 2)
  })

  test('is not asked below the amount of the organisation', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await chooseSettings(scope, 'jobcards', { approval_free_below: 5_000_00 })
    const job = await makeJob(scope)
    await changeJobStatus(scope, job.id, { transition: 'estimate' })
    await changeJobStatus(scope, job.id, { transition: 'start' })
    assert.equal((await getJob(scope, job.id)).status, 'in_progress')
    const foreign = await (await makeWorkshop()).scope()
    const other = await makeJob(foreign)
    await changeJobStatus(foreign, other.id, { transition: 'estimate' })
    await assert.rejects(() => changeJobStatus(foreign, other.id, { transition: 'start' }))
  })

  test('can never be changed', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    await assert.rejects(() =>
      scope.work((unit) => unit.rows('update jobcards_approvals set total_paise = 1'))
    )
  })
})

test.group('Billing of a job card', () => {
  test('hands over the finished lines in plain decimals', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await assert.rejects(() => billing.billable(scope, job.id), /is diagnosing/)
    await finishJob(scope, job.id)
    const { lines, number } = await billing.billable(scope, job.id)
    assert.equal(number, job.number)
    assert.deepEqual(
      lines.map(({ kind, quantity, unitPrice, gstRate }) => [kind, quantity, unitPrice, gstRate]),
      [
        ['service', '1.5', '800', '18'],
        ['part', '1', '2450', '18'],
        ['part', '2', '186.5', '18'],
      ]
    )
  })

  test('happens once: the card shows the invoice, is locked and cannot be cancelled', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const first = invoice()
    await billing.markInvoiced(scope, job.id, first)
    await billing.markInvoiced(scope, job.id, first)
    await assert.rejects(() => billing.markInvoiced(scope, job.id, invoice()), /is on invoice/)
    await assert.rejects(() => billing.billable(scope, job.id), /is on invoice/)
    await assert.rejects(() => cancelJob(scope, job.id, { reason: 'x' }), /is on invoice/)
    await changeJobStatus(scope, job.id, { transition: 'rework', reason: 'Test ride' })
    await assert.rejects(() => addLines(scope, job.id, []), /on invoice PUN/)
    assert.equal((await getJob(scope, job.id)).invoice?.number, first.invoiceNumber)

    await billing.invoiceCancelled(scope, job.id)
    await billing.invoiceCancelled(scope, job.id)
    await addLines(scope, job.id, [])
    const events = await scope.read((unit) =>
      unit.rows<{ transition: string }>(
        "select transition from jobcards_history where job_id = ? and transition like 'invoice%' order by at, seq",
        [job.id]
      )
    )
    assert.deepEqual(
      events.map(({ transition }) => transition),
      ['invoice', 'invoice_cancelled']
    )
  })

  test('two invoices at once take a card only once', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const bill = () =>
      scope.work(async () => {
        await billing.billable(scope, job.id)
        await billing.markInvoiced(scope, job.id, invoice())
      })
    const results = await Promise.allSettled([bill(), bill(), bill()])
    assert.lengthOf(
      results.filter(({ status }) => status === 'fulfilled'),
      1
    )
  })

  test('is refused for cards of another organisation and when everything was deferred', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const foreign = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    await assert.rejects(() => billing.billable(foreign, job.id), 'This job card does not exist.')
    await assert.rejects(() => billing.markInvoiced(foreign, job.id, invoice()))

    const free = await makeJob(scope)
    await changeJobStatus(scope, free.id, { transition: 'estimate' })
    await recordApproval(scope, free.id, { approvedBy: 'Raj Kumar', channel: 'counter' })
    await changeJobStatus(scope, free.id, { transition: 'start' })
    await addLines(
      scope,
      free.id,
      STORY_LINES.map((each) => ({ ...each, state: 'deferred' as const }))
    )
    await changeJobStatus(scope, free.id, { transition: 'finish' })
    await assert.rejects(() => billing.billable(scope, free.id), /has no finished line/)
    await changeJobStatus(scope, free.id, { transition: 'deliver', odometerOut: 18_241 })
    assert.equal((await getJob(scope, free.id)).status, 'delivered')
  })
})
