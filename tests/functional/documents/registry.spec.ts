import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { documents } from '../../../app/documents/main.ts'
import { setModule } from '../../helpers/extra_module.ts'
import { readyJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'

test.group('Documents of all modules', (group) => {
  group.each.setup(() => {
    documents.fake()
    return () => documents.restore()
  })

  test('are listed for a kind of record, and printed for those who may see it', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const program = new Program(client, await mine.token())
    const job = await readyJob(program)
    const list = (await program.get('/documents?record=jobcards_jobs')) as unknown as {
      id: string
      href: string
    }[]
    assert.deepEqual(
      list.map(({ id }) => id),
      ['jobcards.job_card']
    )
    const path = list[0].href.replace(':id', job)
    const pdf = await client.get(`/api/v1${path}`).bearerToken(await mine.token())
    pdf.assertStatus(200)
    pdf.assertHeader('content-type', 'application/pdf')

    const foreign = await client.get(`/api/v1${path}`).bearerToken(await other.token())
    foreign.assertStatus(404)
    const notTheirs = await client.get(`/api/v1${path}`).bearerToken(await mine.token('technician'))
    notTheirs.assertStatus(404)
    const branch = await mine.branch('NSK')
    const elsewhere = await mine.memberWith({ role: 'manager', branchIds: [branch.id] })
    const limited = await client.get(path).loginAs(elsewhere.user).accept('json')
    limited.assertStatus(404)
    for (const bad of ['/documents/jobcards.job_card/none/pdf', `/documents/no.such/${job}/pdf`]) {
      const answer = await client.get(`/api/v1${bad}`).bearerToken(await mine.token())
      answer.assertStatus(404)
    }
  })

  test('need the permission of each', async ({ client, assert }) => {
    const mine = await makeWorkshop()
    const ids = async (role: 'owner' | 'technician') => {
      const answer = await client.get('/api/v1/documents').bearerToken(await mine.token(role))
      return (answer.body().data as { id: string }[]).map(({ id }) => id)
    }
    assert.includeMembers(await ids('owner'), ['jobcards.job_card', 'invoicing.invoice'])
    assert.notInclude(await ids('technician'), 'invoicing.invoice')
  })

  test('go with their module, and can be printed from the archive', async ({ client, assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [program, others] = [
      new Program(client, await mine.token()),
      new Program(client, await other.token()),
    ]
    const [job, kept] = [await readyJob(program), await readyJob(others)]
    const print = async (ask: Program, id: string) =>
      (await ask.ask('GET', `/documents/jobcards.job_card/${id}/pdf`)).status()
    await setModule(mine, 'jobcards', 'paused')
    assert.equal(await print(program, job), 404)
    assert.equal(await print(others, kept), 200)
    await setModule(mine, 'jobcards', 'archived')
    assert.equal(await print(program, job), 200)
  })
})
