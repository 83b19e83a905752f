import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { closeBrowser, documents } from '../../../app/documents/main.ts'
import { readyJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import { readPdf } from './pdf_reader.ts'

const PAGE = '/settings/documents'
const HOSTILE = `</style><script>fetch('http://169.254.169.254/')</script><img src="file:///etc/passwd">"} @page{size:A3} {{ 7 * 191 }}`

test.group('How documents look', (group) => {
  group.setup(() => closeBrowser)

  test('is chosen once for all papers of the organisation, and of no other', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const program = new Program(client, await mine.token())
    const before = await program.get(PAGE)
    assert.containsSubset(before, { version: 0, header: 'first', bank: null })
    const look = {
      accent: '#1d4ed8',
      tagline: 'Two-wheelers on batteries',
      footer: 'Registered office: Baner Road, Pune\nSubject to Pune jurisdiction',
      bank: 'Bank of Maharashtra\nA/c 6012 3456\nIFSC MAHB0000123',
      terms: 'Parts once sold are not taken back.',
      papers: { 'jobcards.job_card': { margins: 'wide' } },
    }
    const saved = await program.change(PAGE, { ...look, version: 0 })
    assert.containsSubset(saved, look)
    const stale = await program.ask('PUT', PAGE, { tagline: 'Other', version: 0 })
    assert.equal(stale.status(), 409)

    const job = await readyJob(program)
    const print = async (ask: Program, path: string) => {
      const answer = await ask.ask('GET', path)
      answer.assertStatus(200)
      return readPdf(new Uint8Array(answer.body() as Buffer))
    }
    const paper = await print(program, `/documents/jobcards.job_card/${job}/pdf`)
    for (const text of ['Two-wheelers on batteries', 'Pune jurisdiction', 'IFSC MAHB0000123']) {
      assert.include(paper.pages.join(' '), text)
    }
    const theirs = await print(new Program(client, await other.token()), `${PAGE}/sample/pdf`)
    assert.notInclude(theirs.pages.join(' '), 'IFSC')
    assert.containsSubset(await new Program(client, await other.token()).get(PAGE), { version: 0 })
  })

  test('a letterhead stands on every page, or leaves room on printed paper', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const sample = async (query = '') => {
      const answer = await program.ask('GET', `${PAGE}/sample/pdf${query}`)
      return readPdf(new Uint8Array(answer.body() as Buffer))
    }
    const named = (pages: string[]) => pages.filter((page) => page.includes('12 Karve Road')).length
    const first = await sample()
    assert.isAtLeast(first.pages.length, 2)
    assert.equal(named(first.pages), 1)

    await program.change(PAGE, { header: 'all' })
    const all = await sample()
    assert.equal(named(all.pages), all.pages.length)
    assert.equal(named((await sample('?format=receipt-80mm')).pages), 1)

    await program.change(PAGE, { header: 'first', preprintedTop: 60 })
    const own = await sample()
    assert.equal(named(own.pages), 0)
    assert.include(own.pages[0], '27')
  })

  test('is of members who may, and what it says is text', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const manager = await client.get(`/api/v1${PAGE}`).bearerToken(await workshop.token('manager'))
    manager.assertStatus(403)
    const program = new Program(client, await workshop.token())
    const refused = async (body: object) => (await program.ask('PUT', PAGE, body)).status()
    assert.equal(await refused({ accent: 'red;}*{' }), 422)
    assert.equal(await refused({ papers: { 'no.such': { margins: 'wide' } } }), 422)
    assert.equal(
      await refused({ papers: { 'jobcards.job_card': { format: 'receipt-80mm' } } }),
      422
    )
    assert.equal(await refused({ footer: 'a\nb\nc\nd\ne' }), 422)

    const line = HOSTILE.slice(0, 120)
    await program.change(PAGE, { tagline: line, footer: line, bank: line, terms: HOSTILE })
    const fake = documents.fake()
    const answer = await program.ask('GET', `${PAGE}/sample/pdf`)
    documents.restore()
    answer.assertStatus(200)
    const [{ html }] = fake.printed
    assert.notInclude(html, '<script')
    assert.notInclude(html, '<img src="file')
    assert.notInclude(html, '1337')
  })
})
