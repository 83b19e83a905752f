import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { documentHtml } from '@karkhana/kernel/documents'
import { timelineOf } from '@karkhana/kernel/testing'
import { ModuleRegistry, recordHistory } from '@karkhana/kernel'
import { recordChanges } from '../../../app/audit/changes.ts'
import jobCard from '../../../modules/jobcards/documents/job_card.ts'
import invoice from '../../../modules/invoicing/documents/invoice.ts'
import { openJob } from '../../helpers/jobs.ts'
import { addField, addVehicle, FIELDS, open, VEHICLES } from './support.ts'

test.group('What is left of custom values', () => {
  test('the trail names each field that changed by its label, archived ones too', async ({
    client,
    assert,
  }) => {
    const { program, workshop } = await open(client)
    const field = await addField(program, { label: 'Fleet number', kind: 'text' })
    await addField(program, { label: 'Insured', kind: 'money' })
    await addField(program, { label: 'Note', kind: 'text' })
    const vehicle = await addVehicle(program, { fleet_number: 'F-1', note: 'stays' })
    await program.change(`/vehicles/${vehicle.id}`, {
      ...vehicle,
      odometerKm: null,
      version: 1,
      custom: { fleet_number: 'F-2', insured: 1250000 },
    })
    await program.act(`${FIELDS}/${field.id}/archive`)
    const scope = await workshop.scope()
    const registry = await app.container.make(ModuleRegistry)
    const { list } = await recordChanges(scope, registry, { table: VEHICLES, id: vehicle.id })
    const changes = list.rows[0].changes.filter(({ column }) => column.startsWith('custom'))
    assert.deepEqual(
      changes.map(({ label, before, after }) => [label, before, after]),
      [
        ['Fleet number', 'F-1', 'F-2'],
        ['Insured', null, '₹12,500.00'],
      ]
    )
    const history = await recordHistory(scope, VEHICLES, vehicle.id)
    assert.deepEqual(
      history[0].custom.map(({ label }) => label),
      ['Fleet number', 'Insured']
    )
    const timeline = await timelineOf(scope, VEHICLES, vehicle.id)
    assert.include(timeline[0].detail, 'Fleet number: F-1 → F-2')
  })

  test('the trail tells who changed a field itself', async ({ client, assert }) => {
    const { program, workshop } = await open(client)
    const { id } = await addField(program, { label: 'Fleet number', kind: 'text' })
    await program.change(`${FIELDS}/${id}`, {
      label: 'Fleet number',
      kind: 'text',
      required: true,
      version: 1,
    })
    const registry = await app.container.make(ModuleRegistry)
    const scope = await workshop.scope()
    const { record, list } = await recordChanges(scope, registry, { table: 'custom_fields', id })
    assert.equal(record.label, 'Custom field')
    assert.equal(record.href, `${FIELDS}/${id}/edit`)
    assert.deepInclude(list.rows[0].changes, {
      column: 'required',
      label: 'Required',
      masked: false,
      before: 'No',
      after: 'Yes',
    })
  })

  test('prints say what is to be printed and filled in, and nothing else', async ({
    client,
    assert,
  }) => {
    const { program, workshop } = await open(client)
    const { job } = await openJob(program)
    const scope = await workshop.scope()
    const html = () =>
      jobCard.load(scope, job.split('/').at(-1)!, 'en').then((data) => documentHtml(jobCard, data))
    const plain = await html()
    await addField(
      program,
      { label: 'Bay', kind: 'choice', options: [{ label: 'North bay' }], print: true },
      'jobcards_jobs'
    )
    await addField(program, { label: 'Empty one', kind: 'text', print: true }, 'jobcards_jobs')
    await addField(program, { label: 'Inner note', kind: 'text' }, 'jobcards_jobs')
    assert.equal(await html(), plain)
    const { version } = await program.get(job)
    await program.change(job, { version, custom: { bay: 'north_bay', inner_note: '<b>hush</b>' } })
    const printed = await html()
    assert.include(printed, 'North bay')
    assert.notInclude(printed, 'Empty one')
    assert.notInclude(printed, 'hush')
  })

  test('an invoice prints them too, escaped', async ({ client, assert }) => {
    const { program, workshop } = await open(client)
    const contact = await program.create('/contacts', { kind: 'customer', name: 'Raj' })
    await addField(program, { label: 'Order no.', kind: 'text', print: true }, 'invoicing_invoices')
    const scope = await workshop.scope()
    const { id } = await program.create('/invoicing', {
      contactId: contact.id,
      date: scope.today(),
      lines: [
        { description: 'Work', hsn: '998714', quantity: '1', unitPrice: '100', gstRate: '18' },
      ],
      custom: { order_no: '<i>4711</i>' },
    })
    const printed = await documentHtml(invoice, await invoice.load(scope, id, 'en'))
    assert.include(printed, 'Order no.')
    assert.include(printed, '&lt;i&gt;4711&lt;/i&gt;')
  })
})
