import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, settleSearch, type Workshop } from '@karkhana/kernel/testing'
import { search, type SearchAnswer } from '../../../app/search/search.ts'
import { brokenSource } from './broken_source.ts'
import { setModule, withModule } from '../../helpers/extra_module.ts'
import { readyJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import { pageProps } from '../../helpers/page_props.ts'

/** Titles of what a search found, by source. */
const found = ({ groups }: SearchAnswer) =>
  Object.fromEntries(groups.map(({ id, hits }) => [id, hits.map(({ title }) => title)]))

test.group('Search', (group) => {
  let mine: Workshop
  let other: Workshop
  let registry: ModuleRegistry
  let numbers: { ticket: string; job: string; invoice: string }

  group.setup(async () => {
    registry = await app.container.make(ModuleRegistry)
    mine = await makeWorkshop()
    other = await makeWorkshop()
  })

  const ask = async (text: string, workshop = mine, role: 'owner' | 'technician' = 'owner') => {
    await settleSearch(workshop)
    return found(await search(await workshop.scope(role), registry, text))
  }

  test('finds the records of every module by what people call them', async ({ client, assert }) => {
    const program = new Program(client, await mine.token())
    const jobId = await readyJob(program)
    await program.create('/catalog', {
      kind: 'part',
      code: 'CON-48V',
      name: 'Main contactor 48 V',
      hsn: '8536',
      unit: 'NOS',
      unitPrice: '2450.00',
      treatment: 'taxable',
    })
    const draft = await program.create(`/invoicing/from-job/${jobId}`, {})
    const invoice = await program.act(`/invoicing/${draft.id}/issue`, { version: draft.version })
    const job = await program.get(`/jobcards/${jobId}`)
    const { number: ticket } = job.ticket as { number: string }
    numbers = { ticket, job: job.number, invoice: invoice.number }

    assert.deepEqual((await ask('raj'))['contacts.contacts'], ['Raj Kumar'])
    assert.deepEqual((await ask('98220 12345'))['contacts.contacts'], ['Raj Kumar'])
    for (const plate of ['MH12AB1234', 'mh 12 ab 1234', 'MH-12-AB-1234', '1234']) {
      assert.deepEqual((await ask(plate))['vehicles.vehicles'], ['MH 12 AB 1234'], plate)
    }
    assert.deepEqual((await ask('con-48'))['catalog.items'], ['Main contactor 48 V'])
    assert.deepEqual((await ask(numbers.ticket))['tickets.tickets'], [numbers.ticket])
    assert.deepEqual((await ask(numbers.job))['jobcards.jobs'], [numbers.job])
    assert.deepEqual((await ask(numbers.invoice))['invoicing.invoices'], [numbers.invoice])
  })

  test('answers as a page and over the API, and finds nothing for one letter', async ({
    client,
    assert,
  }) => {
    const api = await client.get('/api/v1/search?q=raj').bearerToken(await mine.token())
    api.assertStatus(200)
    assert.equal(api.body().data.groups[0].hits[0].title, 'Raj Kumar')
    const page = await client.get('/search?q=raj').loginAs(await mine.user())
    assert.equal(pageProps<{ record: SearchAnswer }>(page).record.groups[0].label, 'Contacts')
    assert.deepEqual(await ask('r'), {})
    assert.deepEqual(await ask('  '), {})
    for (const odd of ['--', "';qwx", '\\\\:*', '\u0902\u094D', '& | !', ':* ()', '%_%']) {
      assert.deepEqual(await ask(odd), {}, odd)
    }
    const long = await client
      .get(`/api/v1/search?q=${'x'.repeat(101)}`)
      .bearerToken(await mine.token())
    long.assertStatus(422)
  })

  test('shows nothing of another organisation', async ({ assert }) => {
    for (const text of ['raj', 'MH12AB1234', numbers.ticket, numbers.job, numbers.invoice]) {
      assert.deepEqual(await ask(text, other), {}, text)
    }
  })

  test('shows a technician their own tickets and nothing their role does not see', async ({
    assert,
  }) => {
    const seen = await ask(numbers.ticket, mine, 'technician')
    assert.notInclude(Object.keys(seen), 'tickets.tickets')
    assert.deepEqual(await ask(numbers.invoice, mine, 'technician'), {})
    assert.include(Object.keys(await ask('raj', mine, 'technician')), 'contacts.contacts')
  })

  test('shows somebody of one branch nothing of the others', async ({ assert }) => {
    const elsewhere = await mine.branch('NSK')
    const member = await mine.memberWith({ role: 'manager', branchIds: [elsewhere.id] })
    const answer = found(await search(await member.scope(), registry, numbers.ticket))
    assert.deepEqual(answer, {})
  })

  test('leaves out a module that is switched off, keeps an archived one, and leaves others alone', async ({
    client,
    assert,
  }) => {
    const program = new Program(client, await other.token())
    await readyJob(program)
    const sees = async (workshop: Workshop) => Object.keys(await ask('MH 12 AB 1234', workshop))
    const before = await sees(mine)
    assert.includeMembers(await sees(other), ['jobcards.jobs', 'tickets.tickets'])
    await setModule(other, 'jobcards', 'paused')
    assert.notInclude(await sees(other), 'jobcards.jobs')
    assert.deepEqual(await sees(mine), before)
    await setModule(other, 'jobcards', 'archived')
    assert.include(await sees(other), 'jobcards.jobs')
    await setModule(other, 'jobcards', 'enabled')
  })

  test('goes on without a search that cannot be read or is not sound', async ({ assert }) => {
    for (const kind of ['unreadable', 'misnamed', 'foreign'] as const) {
      const extra = await withModule({ id: 'extra', search: [brokenSource(kind)] })
      await setModule(mine, 'extra', 'enabled')
      const answer = await search(await mine.scope(), extra, 'raj')
      assert.include(Object.keys(found(answer)), 'contacts.contacts', kind)
    }
  })
})
