import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { unzipSync } from 'fflate'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { closeBrowser, documents } from '../../../app/documents/main.ts'
import type { PrintRun } from '../../../app/documents/printing/print_run.ts'
import { printRun } from '../../../app/documents/printing/print_run_now.ts'
import { readyJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import { readPdf } from './pdf_reader.ts'

const PRINTS = '/documents/jobcards.job_card/prints'
const LIST = { list: 'jobcards.jobs' }

/** Does what the worker would do. */
async function work(workshop: Workshop, id: string) {
  const system = await systemScope(workshop.organisationId, 'kernel.print_documents')
  const { signal } = new AbortController()
  const registry = await app.container.make(ModuleRegistry)
  await printRun(system, registry, { runId: id, attempt: null }, { id: randomUUID(), signal })
}

test.group('Documents of many records', (group) => {
  group.setup(() => closeBrowser)

  async function begin(client: ConstructorParameters<typeof Program>[0], count: number) {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const jobs = [await readyJob(program)]
    while (jobs.length < count) {
      const registration = `MH12ZZ000${jobs.length}`
      const owner = await program.create('/contacts', { kind: 'customer', name: registration })
      const scooter = { registration, make: 'Ather', model: '450X', fuel: 'ev' }
      const vehicle = await program.create('/vehicles', { contactId: owner.id, ...scooter })
      const ticket = await program.create('/tickets', {
        ...{ contactId: owner.id, vehicleId: vehicle.id },
        ...{ complaint: 'The horn is silent', priority: 'P3' },
      })
      jobs.push((await program.create('/jobcards', { ticketId: ticket.id })).id)
    }
    const ask = (changes: object) =>
      program.create(PRINTS, {
        key: randomUUID(),
        output: 'pdf',
        ...changes,
      }) as unknown as Promise<PrintRun>
    const read = (id: string) =>
      program.get(`/documents/prints/${id}`) as unknown as Promise<PrintRun>
    const file = async (run: PrintRun) => {
      const request = client.get(`/api/v1${run.href}`).bearerToken(await workshop.token())
      void request.request.responseType('arraybuffer')
      const answer = await request
      answer.assertStatus(200)
      return new Uint8Array(answer.body() as Buffer)
    }
    return { workshop, program, jobs, ask, read, file }
  }

  test('become one PDF in the order of the list, with a bookmark each', async ({
    client,
    assert,
  }) => {
    const { workshop, program, jobs, ask, read, file } = await begin(client, 3)
    const key = randomUUID()
    const asked = await ask({ key, ...LIST, ids: [jobs[1], jobs[0], jobs[2]] })
    assert.containsSubset(asked, { state: 'waiting', total: 3, done: 0, href: null })
    // The same request again is the same run.
    assert.equal((await ask({ key, ids: jobs })).id, asked.id)
    await work(workshop, asked.id)

    const run = await read(asked.id)
    assert.containsSubset(run, { state: 'done', total: 3, done: 3, failed: 0, failures: [] })
    const rows = (await program.get('/jobcards?sort=newest')) as unknown as { number: string }[]
    const pdf = await readPdf(await file(run))
    const numbers = rows.map(({ number }) => number)
    assert.deepEqual(pdf.outline, numbers)
    for (const [index, number] of numbers.entries()) {
      const own = pdf.pages.filter((page) => page.includes(number))
      assert.isNotEmpty(own, `page of ${index}`)
    }
  })

  test('become a ZIP of PDFs, and what cannot be printed is named while the rest is', async ({
    client,
    assert,
  }) => {
    const { workshop, jobs, ask, read, file } = await begin(client, 2)
    const nobody = randomUUID()
    const asked = await ask({ ids: [jobs[0], nobody, jobs[1]], output: 'zip' })
    await work(workshop, asked.id)
    const run = await read(asked.id)

    assert.containsSubset(run, { state: 'done', total: 3, done: 2, failed: 1 })
    assert.deepEqual(
      run.failures.map(({ id, title }) => [id, title]),
      [[nobody, nobody]]
    )
    const files = Object.entries(unzipSync(await file(run)))
    assert.lengthOf(files, 2)
    for (const [name, content] of files) {
      assert.match(name, /\.pdf$/)
      assert.equal(new TextDecoder().decode(content.slice(0, 5)), '%PDF-')
    }
  })

  test('belong to who asked: others see neither run nor file', async ({ client, assert }) => {
    const { workshop, jobs, ask } = await begin(client, 1)
    const asked = await ask({ ids: jobs })
    await work(workshop, asked.id)
    const other = await makeWorkshop()
    for (const token of [await workshop.token('technician'), await other.token()]) {
      for (const path of ['', '/download']) {
        const answer = await client
          .get(`/api/v1/documents/prints/${asked.id}${path}`)
          .bearerToken(token)
        answer.assertStatus(404)
      }
    }
    // A record of another organisation is not there either.
    const program = new Program(client, await other.token())
    const theirs = (await program.create(PRINTS, {
      key: randomUUID(),
      output: 'pdf',
      ids: jobs,
    })) as unknown as PrintRun
    await work(other, theirs.id)
    const run = (await program.get(`/documents/prints/${theirs.id}`)) as unknown as PrintRun
    assert.containsSubset(run, { state: 'failed', done: 0, failed: 1, href: null })
  })

  test('a run that was stopped leaves no file', async ({ client, assert }) => {
    const { workshop, program, jobs, ask, read } = await begin(client, 1)
    const asked = await ask({ ids: jobs })
    await program.act(`/documents/prints/${asked.id}/cancel`)
    await work(workshop, asked.id)
    assert.containsSubset(await read(asked.id), { state: 'cancelled', done: 0, href: null })
  })

  test('are refused in words when nothing or too much is chosen', async ({ client, assert }) => {
    const { program, jobs } = await begin(client, 1)
    const refused = async (changes: object) => {
      const body = { key: randomUUID(), output: 'pdf', ...changes }
      const answer = await program.ask('POST', PRINTS, body)
      return [answer.status(), (answer.body() as { code: string }).code]
    }
    assert.deepEqual(await refused({}), [422, 'E_VALIDATION_ERROR'])
    assert.deepEqual(await refused({ ids: Array(2_001).fill(jobs[0]) }), [
      422,
      'E_VALIDATION_ERROR',
    ])
    assert.deepEqual(await refused({ list: 'tickets.tickets' }), [422, 'E_PRINT_LIST'])
    assert.deepEqual(await refused({ ...LIST, query: { search: 'nothing like this' } }), [
      422,
      'E_PRINT_NOTHING',
    ])
  })

  test('a busy printer is waited for', async ({ client, assert, cleanup }) => {
    const { workshop, jobs, ask, read } = await begin(client, 1)
    const fake = documents.fake()
    cleanup(() => documents.restore())
    const { PdfBusyError } = await import('../../../app/documents/main.ts')
    const render = fake.render.bind(fake)
    let refusals = 2
    fake.render = async (...args) => {
      if (refusals-- > 0) throw new PdfBusyError(64)
      return render(...args)
    }
    const asked = await ask({ ids: jobs, output: 'zip' })
    await work(workshop, asked.id)
    assert.equal((await read(asked.id)).state, 'done')
    fake.assertPrintedCount(1)
  })
})
