import { test } from '@japa/runner'
import { PDFDocument } from '@cantoo/pdf-lib'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { closeBrowser } from '../../../app/documents/main.ts'
import { readyJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import { readPdf } from './pdf_reader.ts'

const PAGE = '/settings/letterheads'
const SAMPLE = '/settings/documents/sample/pdf'

async function letterhead(...words: string[]): Promise<Buffer> {
  const file = await PDFDocument.create()
  for (const word of words) file.addPage([595, 842]).drawText(word, { x: 40, y: 790, size: 20 })
  return Buffer.from(await file.save())
}

/** Sends a file as the body of a request, as a page does. */
async function put(workshop: Workshop, place: string, bytes: Buffer) {
  const answer = await fetch(
    `${process.env.APP_URL}/api/v1${PAGE}/${place}?name=${encodeURIComponent('पत्र.pdf')}`,
    {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: {
        'authorization': `Bearer ${await workshop.token()}`,
        'content-type': 'application/pdf',
      },
    }
  )
  return { status: answer.status, body: (await answer.json()) as { data: object } }
}

const bytesOf = (answer: { body(): unknown }) => new Uint8Array(answer.body() as Buffer)

test.group('A letterhead of the organisation’s own', (group) => {
  group.setup(() => closeBrowser)
  group.each.timeout(60_000)

  test('lies under its papers, each sheet its own, and under no paper of others', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const program = new Program(client, await mine.token())
    const saved = await put(mine, 'organisation', await letterhead('FIRST', 'NEXT'))
    assert.equal(saved.status, 200)
    assert.containsSubset(saved.body.data, { fileName: 'पत्र.pdf', pages: 2, branchId: null })

    const paper = await program.ask('GET', SAMPLE)
    const { pages } = await readPdf(bytesOf(paper))
    assert.isAtLeast(pages.length, 2)
    assert.include(pages[0], 'FIRST')
    for (const page of pages.slice(1)) assert.include(page, 'NEXT')
    // Who issues it stands on the letterhead; its registration is asked for by law.
    assert.notInclude(pages.join(' '), '12 Karve Road')
    assert.include(pages[0], '27')
    assert.deepEqual(bytesOf(await program.ask('GET', SAMPLE)), bytesOf(paper))

    const job = await readyJob(program)
    const card = await program.ask('GET', `/documents/jobcards.job_card/${job}/pdf`)
    assert.include((await readPdf(bytesOf(card))).pages[0], 'FIRST')
    const roll = await readPdf(bytesOf(await program.ask('GET', `${SAMPLE}?format=receipt-80mm`)))
    assert.notInclude(roll.pages[0], 'FIRST')
    assert.include(roll.pages[0], '12 Karve Road')

    const theirs = await new Program(client, await other.token()).ask('GET', SAMPLE)
    assert.notInclude((await readPdf(bytesOf(theirs))).pages.join(' '), 'FIRST')
    const stranger = await put(other, (await mine.branch()).id, await letterhead('THEFT'))
    assert.equal(stranger.status, 422)
  })

  test('may be one of a branch, needs its own room, and goes when it is taken away', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const { id } = await workshop.branch()
    await put(workshop, 'organisation', await letterhead('HOUSE'))
    await put(workshop, id, await letterhead('BRANCH'))
    const first = async () => (await readPdf(bytesOf(await program.ask('GET', SAMPLE)))).pages
    assert.include((await first())[0], 'BRANCH')

    const before = (await first()).length
    await program.change(`${PAGE}/${id}/room`, { firstTop: 150, nextTop: 100, foot: 60 })
    assert.isAbove((await first()).length, before)
    const narrow = { firstTop: 3, nextTop: 20, foot: 20 }
    assert.equal((await program.ask('PUT', `${PAGE}/${id}/room`, narrow)).status(), 422)

    const remove = async (place: string) =>
      client
        .delete(`/api/v1${PAGE}/${place}?name=${encodeURIComponent('पत्र.pdf')}`)
        .bearerToken(await workshop.token())
    ;(await remove(id)).assertStatus(200)
    assert.include((await first())[0], 'HOUSE')
    ;(await remove('organisation')).assertStatus(200)
    assert.include((await first())[0], '12 Karve Road')
  })

  test('is shown under a paper that is only looked at, to those who work where it counts', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await put(mine, 'organisation', await letterhead('HOUSE'))
    const owner = (await mine.user()) as never
    const html = async (format: string) => {
      const answer = await client
        .post('/settings/documents/preview')
        .loginAs(owner)
        .withCsrfToken()
        .accept('json')
        .json({ header: 'first', logoSize: 'medium', format })
      answer.assertStatus(200)
      return (answer.body() as { data: { html: string } }).data.html
    }
    const address = /data-letterhead="([^"]*)"/.exec(await html('A4'))![1]!
    assert.match(address, /^\/documents\/letterheads\/[0-9a-f]{64}\/file$/)
    assert.include(await html('A5'), `data-letterhead="${address}"`)
    assert.include(await html('receipt-80mm'), 'data-letterhead=""')

    const fetchAs = async (user: unknown) => {
      const request = client.get(address).loginAs(user as never)
      void request.request.responseType('arraybuffer')
      return request
    }
    const file = await fetchAs(owner)
    file.assertStatus(200)
    file.assertHeader('content-type', 'application/pdf')
    assert.include((await readPdf(bytesOf(file))).pages[0], 'HOUSE')
    // Whoever writes an invoice sees the paper it will be printed on
    ;(await fetchAs(await mine.user('technician'))).assertStatus(200)
    ;(await fetchAs(await other.user())).assertStatus(404)
    ;(await client.get('/documents/letterheads/nothing/file').loginAs(owner)).assertStatus(404)
  })

  test('that is none is refused, and nothing is saved', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const refused = await put(workshop, 'organisation', Buffer.from('<html>'))
    assert.equal(refused.status, 422)
    assert.include(JSON.stringify(refused.body), 'E_LETTERHEAD')
    const program = new Program(client, await workshop.token())
    assert.deepEqual((await program.ask('GET', PAGE)).body().data, [])
    const manager = await client.get(`/api/v1${PAGE}`).bearerToken(await workshop.token('manager'))
    manager.assertStatus(403)
  })
})
