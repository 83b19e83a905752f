import { test } from '@japa/runner'
import { DocumentTemplates } from '../../../app/documents/main.ts'
import { sampleDefinition, sampleInvoice, templatesFolder } from './sample_invoice.ts'

const HOSTILE = `<script>alert(1)</script> {{ organisation.name }} @if(true) {{{ 7 * 191 }}} "'&`

function renderSample(data: ReturnType<typeof sampleInvoice>) {
  const templates = new DocumentTemplates().mount('sample', templatesFolder)
  const document = { id: 'sample.invoice', title: sampleDefinition.title, format: 'A4' }
  return templates.render(sampleDefinition.template, { ...data, document })
}

test.group('Document templates', () => {
  test('amounts, words and dates appear as an Indian invoice prints them', async ({ assert }) => {
    const html = await renderSample(sampleInvoice())

    assert.include(html, '<title>Tax invoice PN/26-27/00042</title>')
    assert.include(html, '₹4,747.00')
    assert.include(html, '4,023.00')
    assert.include(html, '-0.14')
    assert.include(html, 'Rupees Four Thousand Seven Hundred Forty-Seven Only')
    assert.include(html, '27AAPFU0939F1ZV')
  })

  test('text of users is never read as markup or as template', async ({ assert }) => {
    const data = sampleInvoice()
    data.organisation.name = HOSTILE
    data.parties[0].name = HOSTILE
    data.rows[0].description = HOSTILE
    data.notes[0].text = HOSTILE
    data.number = HOSTILE
    const html = await renderSample(data)

    assert.notInclude(html, '<script')
    assert.notInclude(html, '1337')
    const escaped =
      '&lt;script&gt;alert(1)&lt;/script&gt; {{ organisation.name }} @if(true) {{{ 7 * 191 }}}'
    assert.isAtLeast(html.split(escaped).length - 1, 5)
  })

  test('the document carries its fonts and fetches nothing', async ({ assert }) => {
    const html = await renderSample(sampleInvoice())

    for (const family of ['Inter', 'Barlow Condensed', 'JetBrains Mono', 'Noto Sans Devanagari']) {
      assert.include(html, `font-family: '${family}'`)
    }
    const addresses = [...html.matchAll(/(?:url\(|src="|href=")(.{5})/g)].map((found) => found[1])
    assert.isNotEmpty(addresses)
    assert.deepEqual([...new Set(addresses)], ['data:'])
  })

  test('only a picture given as data is shown as logo', async ({ assert }) => {
    const data = sampleInvoice()
    const withLogo = (logo: string) =>
      renderSample({ ...data, organisation: { ...data.organisation, logo } as never })

    assert.include(await withLogo('data:image/png;base64,AAAA'), 'class="logo" src="data:image/png')
    assert.notInclude(await withLogo('https://example.org/logo.png'), 'class="logo"')
    assert.notInclude(await withLogo('data:text/html,x'), 'class="logo"')
  })

  test('an unmounted folder is named in the error', async ({ assert }) => {
    await assert.rejects(() => new DocumentTemplates().render('nowhere::x', {}), /nowhere/)
  })
})
