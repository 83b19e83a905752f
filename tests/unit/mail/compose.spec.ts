import { test } from '@japa/runner'
import { composeMail, type MailContent } from '../../../app/mail/main.ts'

const CONTENT: MailContent = {
  organisation: 'Volt & Wheel',
  preview: 'Your invoice for MH12AB1234',
  heading: 'Your invoice PN/26-27/00042',
  paragraphs: ['Hello Raj,\nyour scooter is ready.', 'धन्यवाद!'],
  facts: [{ label: 'Amount', value: '₹4,747.00' }],
  button: { label: 'View invoice', href: 'https://erp.example/i?a=1&b=2' },
  footer: ['Shop 7, Baner Road, Pune'],
}

test.group('Mail composition', () => {
  test('both parts say the same', async ({ assert }) => {
    const { html, text } = await composeMail(CONTENT)

    for (const part of [html, text]) {
      for (const said of [
        'PN/26-27/00042',
        'धन्यवाद!',
        '₹4,747.00',
        'View invoice',
        'Shop 7, Baner Road',
      ]) {
        assert.include(part, said)
      }
    }
    assert.include(html, 'Hello Raj,<br>your scooter')
    assert.include(html, 'href="https://erp.example/i?a=1&amp;b=2"')
    assert.include(text, 'https://erp.example/i?a=1&b=2')
    assert.include(text, 'Volt & Wheel')
    assert.notMatch(text, /&amp;|<br>/)
  })

  test('text of users is never markup or template', async ({ assert }) => {
    const hostile = '<script>alert(1)</script>{{ 7 * 191 }}"\'&'
    const { html } = await composeMail({
      organisation: hostile,
      preview: hostile,
      heading: hostile,
      paragraphs: [hostile],
      facts: [{ label: hostile, value: hostile }],
      button: { label: hostile, href: 'https://erp.example/"><script>' },
      footer: [hostile],
    })
    assert.notInclude(html, '<script')
    assert.notInclude(html, '1337')
  })

  test('survives a mail reader that drops style sheets and scripts', async ({ assert }) => {
    const { html } = await composeMail(CONTENT)
    const body = html.slice(html.indexOf('<body'))

    assert.notMatch(body, /<(link|script|img|style|svg)/)
    assert.match(html, /\n@media \(max-width: 620px\)/)
    assert.isBelow(Buffer.byteLength(html), 100_000)
    for (const [cell] of body.matchAll(/<td[^>]*class="[^"]*(ink|quiet)[^>]*>/g)) {
      assert.match(cell, /style="[^"]*font-family[^"]*color:#/)
    }
  })

  test('every link leads to a web address only', async ({ assert }) => {
    for (const href of ['javascript:alert(1)', 'data:text/html,x', '/invoices/1']) {
      await assert.rejects(
        () => composeMail({ ...CONTENT, button: { label: 'Go', href } }),
        'The link is no web address.'
      )
      await assert.rejects(
        () => composeMail({ ...CONTENT, wayOut: { label: 'Go', href } }),
        'The link is no web address.'
      )
      await assert.rejects(
        () => composeMail({ ...CONTENT, items: [{ text: 'Go', href }] }),
        'The link is no web address.'
      )
    }
  })

  test('facts, button and preview may be left out', async ({ assert }) => {
    const { html, text } = await composeMail({
      organisation: 'V',
      heading: 'H',
      paragraphs: ['P'],
      footer: [],
    })
    assert.notInclude(html, '<a ')
    assert.notInclude(html, 'undefined')
    assert.equal(text, 'H\n\nP\n\n-- \nV\n')
  })
})
