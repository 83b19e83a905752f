import { test } from '@japa/runner'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ChromiumRenderer } from '../../../app/documents/chromium_renderer.ts'
import {
  closeBrowser,
  documentHtml,
  documents,
  documentTemplates,
  PdfFailedError,
  PdfTooLargeError,
  renderDocument,
  renderPdf,
} from '../../../app/documents/main.ts'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { readyJob } from '../../helpers/jobs.ts'
import { Program } from '../../helpers/program.ts'
import {
  sampleDefinition,
  sampleInvoice,
  templatesFolder,
} from '../../unit/documents/sample_invoice.ts'
import { readPdf } from '../documents/pdf_reader.ts'

/** What somebody may type into a field; `at` is a server that must never be asked. */
const hostile = (at: string) => [
  `<script>fetch('${at}/script')</script>`,
  `<img src="${at}/img" onerror="fetch('${at}/error')">`,
  `<iframe src="file:///etc/passwd"></iframe>`,
  `<link rel=stylesheet href="${at}/css">`,
  `</style><style>@import '${at}/import'</style>`,
  `<svg onload="fetch('${at}/svg')"><use href="${at}/use#a"/></svg>`,
  `<meta http-equiv="refresh" content="0;url=${at}/refresh">`,
  `<base href="${at}/">`,
  `http://169.254.169.254/latest/meta-data`,
  `{{ 7 * 191 }} {{{ 7 * 191 }}} @if(true) \${7*191}`,
  `"><form name=head><input name=body></form>`,
]

async function listen(cleanup: (end: () => void) => void) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup(() => void server.close())
  return { asked, at: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test.group('Hostile documents', (group) => {
  group.setup(async () => {
    documentTemplates.mount('sample', templatesFolder)
    await documents.warm()
    return closeBrowser
  })

  test('text is printed as text, in every field', async ({ assert, cleanup }) => {
    const { asked, at } = await listen(cleanup)
    for (const text of hostile(at)) {
      const data = sampleInvoice(1)
      data.number = text
      data.organisation = { ...data.organisation, name: text, legalName: text, address: [text] }
      data.facts = [{ label: text, value: text }]
      data.parties = [{ heading: text, name: text, lines: [text] }]
      data.rows[0]!.description = text
      data.rows[0]!.descriptionNote = text
      data.notes = [{ heading: text, text }]
      const pdf = await readPdf(await renderDocument(sampleDefinition, data))
      // Lines break anywhere, so what stands between letters does not count.
      const plain = (words: string) => words.replace(/\s+/g, '').toLowerCase()
      const printed = plain(pdf.pages.join(''))
      assert.isAtLeast(printed.split(plain(text)).length - 1, 5, text)
      assert.notInclude(printed, '1337')
      assert.notInclude(printed, 'root:x:')
    }
    assert.deepEqual(asked, [])
  }).timeout(60_000)

  test('a template that prints markup of others fetches nothing and leaves nothing behind', async ({
    assert,
    cleanup,
  }) => {
    const { asked, at } = await listen(cleanup)
    // Chromium keeps pages of the web away from this machine by itself; the renderer must not need that.
    const args = ['--disable-features=LocalNetworkAccessChecks']
    const renderer = new ChromiumRenderer({ args, pages: 1 })
    cleanup(() => renderer.close())
    const all = hostile(at).join('\n')
    await renderer.render(`<html onclick="x()"><head>${all}</head><body onload="x()">${all}`)
    await renderer.render(
      `<form name="head"></form><form name="body"></form><img name="images"><form name="fonts"></form>
       <form name="documentElement"></form><form name="title"></form><style>p{color:red}</style>`
    )
    const clean = await renderer.render('<title>Clean</title><p>nothing else</p>')
    const pdf = await readPdf(clean)
    assert.equal(pdf.title, 'Clean')
    assert.equal(pdf.pages.join('').trim(), 'nothing else')
    const fresh = new ChromiumRenderer()
    cleanup(() => fresh.close())
    const same = { date: '2026-11-21T00:00:00Z' }
    const html = '<title>Clean</title><p>nothing else</p>'
    const [used, unused] = [await renderer.render(html, same), await fresh.render(html, same)]
    assert.isTrue(Buffer.from(used).equals(unused))
    assert.deepEqual(asked, [])
  }).timeout(60_000)

  test('records of members are printed as they were typed', async ({ client, assert, cleanup }) => {
    const { asked, at } = await listen(cleanup)
    const workshop = await makeWorkshop({ organisationName: `<img src="${at}/name">` })
    const program = new Program(client, await workshop.token())
    const job = await readyJob(program)
    const answer = await program.ask('GET', `/documents/jobcards.job_card/${job}/pdf`)
    answer.assertStatus(200)
    const pdf = await readPdf(new Uint8Array(answer.body() as Buffer))
    assert.include(pdf.pages.join('').replace(/\s+/g, ''), `<imgsrc="${at}/name">`)
    assert.deepEqual(asked, [])
  }).timeout(60_000)

  test('what is endless is printed or refused in time, and the next document is printed', async ({
    assert,
  }) => {
    const before = process.memoryUsage().rss
    const tried = [
      () => {
        const data = sampleInvoice(1)
        data.rows[0]!.description = 'long '.repeat(1_000_000)
        return renderDocument(sampleDefinition, data)
      },
      async () => {
        const data = sampleInvoice(1)
        data.rows[0]!.description = 'long '.repeat(700_000)
        return renderPdf(await documentHtml(sampleDefinition, data), { timeout: 4_000 })
      },
      () => renderDocument(sampleDefinition, sampleInvoice(100_000)),
      () => renderPdf(`<div>${'<div>'.repeat(200_000)}</div>`, { timeout: 4_000 }),
      () => renderPdf(`<style>p{height:90000000px}</style><p>tall</p>`, { timeout: 4_000 }),
    ]
    for (const attempt of tried) {
      const outcome = await attempt().then(
        (file) => file.length,
        (error: unknown) => error
      )
      const refused = outcome instanceof PdfFailedError || outcome instanceof PdfTooLargeError
      assert.isTrue(refused || Number(outcome) > 0)
      const next = await readPdf(await renderDocument(sampleDefinition, sampleInvoice()))
      assert.include(next.pages.join(''), '₹4,747.00')
    }
    assert.isBelow(process.memoryUsage().rss - before, 900_000_000)
    await assert.rejects(() => renderPdf('x'.repeat(12_000_001)), /too long/)
  }).timeout(120_000)
})
