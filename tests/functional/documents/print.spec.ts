import { test } from '@japa/runner'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ChromiumRenderer } from '../../../app/documents/chromium_renderer.ts'
import {
  closeBrowser,
  documents,
  documentTemplates,
  renderDocument,
  renderPdf,
} from '../../../app/documents/main.ts'
import { PLAIN_LOOK } from '../../../app/documents/looks/look.ts'
import {
  sampleDefinition,
  sampleInvoice,
  templatesFolder,
} from '../../unit/documents/sample_invoice.ts'
import { readPdf } from './pdf_reader.ts'

test.group('Printing', (group) => {
  group.setup(async () => {
    documentTemplates.mount('sample', templatesFolder)
    await documents.warm()
    return closeBrowser
  })

  test('an invoice is one page of A4 with every figure readable', async ({ assert }) => {
    const pdf = await readPdf(await renderDocument(sampleDefinition, sampleInvoice()))

    assert.equal(pdf.title, 'Tax invoice PN/26-27/00042')
    assert.lengthOf(pdf.pages, 1)
    assert.closeTo(pdf.size[0], 595, 1)
    assert.closeTo(pdf.size[1], 842, 1)
    for (const text of [
      'Volt & Wheel Mobility Private Limited',
      '27AAPFU0939F1ZV',
      'Raj Kumar',
      '998714',
      '₹4,747.00',
      'Rupees Four Thousand Seven Hundred Forty-Seven Only',
      'Page 1 of 1',
    ]) {
      assert.include(pdf.pages[0], text)
    }
  })

  test('a long document repeats its table head and numbers its pages', async ({ assert }) => {
    const { pages } = await readPdf(await renderDocument(sampleDefinition, sampleInvoice(45)))

    assert.isAtLeast(pages.length, 2)
    for (const [index, page] of pages.entries()) {
      assert.include(page, `Page ${index + 1} of ${pages.length}`)
      assert.include(page, 'PN/26-27/00042 · Volt & Wheel')
      assert.include(page, 'HSN/SAC')
    }
    assert.notInclude(pages[0], '₹4,747.00')
    assert.include(pages.at(-1)!, '₹4,747.00')
  })

  for (const header of ['first', 'all'] as const) {
    test(`totals are never cut in two, no page has a signature alone: letterhead on ${header}`, async ({
      assert,
    }) => {
      const look = { ...PLAIN_LOOK, header, bank: 'A/c 6012\nIFSC MAHB0000123', terms: 'None.' }
      for (let lines = 8; lines <= 22; lines += 2) {
        const data = sampleInvoice(lines)
        const { pages } = await readPdf(await renderDocument(sampleDefinition, data, { look }))
        const on = (text: string) => pages.findIndex((page) => page.includes(text))
        assert.equal(on('Taxable value'), on('₹4,747.00'), `${lines} lines`)
        assert.equal(on('Taxable value'), on('MAHB0000123'), `${lines} lines`)
        const signed = pages[on('Authorised signatory')]!
        assert.match(signed, /Terms|4,747|warranty/, `${lines} lines`)
        // No row stands on two pages: each number is there once, with its text.
        const numbers = pages.join(' ').match(/\b\d{1,2} (?:Diagnosis|Main|Connector)/g) ?? []
        assert.lengthOf(new Set(numbers), lines)
      }
    }).timeout(40_000)
  }

  for (const format of ['A4', 'A5', 'receipt-80mm'] as const) {
    test(`what is copied digit by digit stands in one line on ${format}`, async ({ assert }) => {
      const code = (value: string) => ({ label: 'Account number', value, code: true })
      const pay = { account: [code('501002003004005006'), code('HDFC0000123')], upi: null }
      const definition = { ...sampleDefinition, formats: ['A5', 'receipt-80mm'] as const }
      const file = await renderDocument(definition, { ...sampleInvoice(), pay }, { format })
      const text = (await readPdf(file)).pages.join(' ')
      assert.include(text, '501002003004005006')
      assert.include(text, 'HDFC0000123')
    })
  }

  test('Hindi and the rupee sign are drawn with fonts inside the file', async ({ assert }) => {
    const html = `<style>body{font-family:'Inter','Noto Sans Devanagari'}</style><p>₹1,23,456.00 <b>₹</b></p><p>नमस्ते <b>भुगतान</b></p>`
    const template = { main: async () => html, $slots: { main: async () => html } }
    const pdf = await readPdf(
      await renderPdf(await documentTemplates.render('documents::layouts/print', template))
    )

    assert.includeMembers(pdf.fonts, [
      'Inter-Regular',
      'NotoSansDevanagari-Regular',
      'NotoSansDevanagari-SemiBold',
    ])
    assert.include(pdf.pages[0], '₹1,23,456.00')
    assert.match(pdf.pages[0], /नम/)
  })

  test('the same document is the same bytes, whatever was printed in between', async ({
    assert,
  }) => {
    const print = () =>
      renderDocument(sampleDefinition, { ...sampleInvoice(24), date: '2026-11-21' })
    const first = Buffer.from(await print())
    await renderPdf('<style>@page{size:A5}body{font-family:serif}</style><p lang="hi">नमस्ते')
    assert.isTrue(first.equals(await print()))
    await documents.close()
    assert.isTrue(first.equals(await print()))
    assert.include(first.toString('latin1'), "/CreationDate (D:20261121000000+00'00')")
  })

  test('a document is read by screen readers where that is wished', async ({ assert }) => {
    const tagged = async (wished: boolean) => {
      const look = { ...PLAIN_LOOK, tagged: wished }
      const file = await renderDocument(sampleDefinition, sampleInvoice(), { look })
      return Buffer.from(file).includes('/StructTreeRoot')
    }
    assert.isFalse(await tagged(false))
    assert.isTrue(await tagged(true))
  })

  test('pictures of style sheets are on the paper as well', async ({ assert }) => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path fill="#0f0" d="M0 0h9v9z"/></svg>'
    const uri = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    const html = (background: string) =>
      `<style>div{width:9px;height:9px;background:${background}}</style><div></div>`
    const [without, withIt] = [await renderPdf(html('none')), await renderPdf(html(`url(${uri})`))]
    assert.isAbove(withIt.length, without.length + 100)
  })

  test('a receipt is 80 mm wide and as long as its text', async ({ assert }) => {
    const definition = { ...sampleDefinition, format: 'receipt-80mm' as const }
    const short = await readPdf(await renderDocument(definition, sampleInvoice(1)))
    const long = await readPdf(await renderDocument(definition, sampleInvoice(30)))

    assert.lengthOf(short.pages, 1)
    assert.lengthOf(long.pages, 1)
    assert.closeTo(short.size[0], (80 / 25.4) * 72, 1)
    assert.isAbove(long.size[1], short.size[1] * 1.5)
    assert.include(long.pages[0], '₹4,747.00')
  })

  test('landscape A5 with running texts', async ({ assert }) => {
    const pdf = await readPdf(
      await renderPdf('<title>Pass</title><p>body</p>', {
        format: 'A5',
        landscape: true,
        header: 'Gate pass',
        footer: 'Bay "3" </style><b>',
        pageNumbers: true,
      })
    )
    assert.isAbove(pdf.size[0], pdf.size[1])
    for (const text of ['Gate pass', 'Bay "3" </style><b>', 'Page 1 of 1', 'body']) {
      assert.include(pdf.pages[0], text)
    }
  })

  test('scripts in a document do not run', async ({ assert }) => {
    const pdf = await readPdf(
      await renderPdf(`<title>Quiet</title><p id="p">untouched</p><noscript>scripts are off</noscript>
        <script>document.title = 'Loud'; document.getElementById('p').textContent = 'changed'</script>
        <img src="data:image/png;base64,x" onerror="document.title='Loud'">
        <svg onload="document.title='Loud'"></svg>`)
    )
    assert.equal(pdf.title, 'Quiet')
    assert.include(pdf.pages[0], 'untouched')
    assert.notInclude(pdf.pages[0], 'changed')
  })

  test('nothing a document asks for leaves the process', async ({ assert, cleanup }) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('body{color:red}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanup(() => void server.close())
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const file = new URL('./pdf_reader.ts', import.meta.url)

    // Chromium keeps pages of the web away from this machine by itself; the renderer must not need that.
    const renderer = new ChromiumRenderer({ args: ['--disable-features=LocalNetworkAccessChecks'] })
    cleanup(() => renderer.close())

    const pdf = await readPdf(
      await renderer.render(`<title>Closed</title>
        <link rel="stylesheet" href="${at}/sheet.css"><link rel="prefetch" href="${at}/prefetch">
        <link rel="preconnect" href="${at}"><link rel="icon" href="${at}/icon.png">
        <style>@import url(${at}/import.css); @font-face{font-family:x;src:url(${at}/font.woff2)}
          p{font-family:x;background:url(${at}/background.png)}</style>
        <p>still printed</p><img src="${at}/image.png"><iframe src="${at}/frame"></iframe>
        <iframe src="${file}"></iframe><object data="${at}/object"></object><embed src="${at}/embed">
        <video src="${at}/video"></video><iframe srcdoc="<img src='${at}/inner.png'>"></iframe>`)
    )

    assert.deepEqual(asked, [])
    assert.include(pdf.pages[0], 'still printed')
    assert.notInclude(pdf.pages.join(' '), 'second implementation')
  })

  test('a document cannot lead the page away, and the next one is printed as ever', async ({
    assert,
  }) => {
    for (const target of ['http://127.0.0.1:9/', 'about:blank', 'file:///etc/hostname']) {
      await renderPdf(`<meta http-equiv="refresh" content="0;url=${target}"><p>leaving</p>`)
      const prints = Array.from({ length: 6 }, () => renderPdf('<title>T</title><p>stayed</p>'))
      for (const file of await Promise.all(prints)) {
        assert.include((await readPdf(file)).pages[0], 'stayed')
      }
    }
  })

  test('one document never shows in another', async ({ assert }) => {
    const names = Array.from({ length: 24 }, (_, index) => `customer-${index}-end`)
    const files = await Promise.all(
      names.map((name) => renderPdf(`<title>${name}</title><p>${name}`))
    )
    for (const [index, file] of files.entries()) {
      const pdf = await readPdf(file)
      assert.equal(pdf.title, names[index])
      assert.equal(pdf.pages.join('').trim(), names[index])
    }
  })
})
