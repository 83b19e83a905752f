import { test } from '@japa/runner'
import { defineMail } from '@karkhana/kernel/module'
import { renderMail, sendMail } from '@karkhana/kernel/mail'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import readyMail from '../../../modules/jobcards/mails/ready.ts'
import { ensureUsable } from '../../../app/messages/templates/check.ts'
import { fillTemplate } from '../../../app/messages/templates/engine.ts'

const API = '/api/v1/settings/message-templates/jobcards.ready'
const WORDS = {
  language: 'en',
  subject: '{{ vehicle }} is ready',
  preview: '',
  heading: 'Ready',
  body: 'Dear {{ customer }}, come and get it.',
  text: '{{ vehicle }} is ready.',
}

/** Words that want more than words may: each is refused at its field with a sentence that names the place. */
const REFUSED: [string, Partial<typeof WORDS>, string, RegExp][] = [
  ['the constructor', { body: 'Hi\n{{ constructor }}' }, 'body', /Line 2: .*"constructor"/],
  ['the prototype', { body: '{{ __proto__ }}' }, 'body', /"__proto__"/],
  ['a way from a value to code', { body: '{{ customer.constructor }}' }, 'body', /no variable/],
  ['the same by brackets', { body: '{{ customer["__proto__"] }}' }, 'body', /no variable/],
  ['a method of objects', { body: '{{ hasOwnProperty }}' }, 'body', /no variable/],
  ['a filter of objects', { body: '{{ customer | constructor }}' }, 'body', /no filter/],
  ['a filter that turns into text', { body: '{{ customer | toString }}' }, 'body', /no filter/],
  ['a command of objects', { body: '{% constructor %}' }, 'body', /no command "constructor"/],
  ['a file', { body: '{% include "/etc/passwd" %}' }, 'body', /no command "include"/],
  ['another template', { body: '{% render "mail" %}' }, 'body', /no command "render"/],
  ['a layout', { body: '{% layout "mail" %}' }, 'body', /no command "layout"/],
  ['a loop without end', { body: '{% for i in (1..999999999) %}x{% endfor %}' }, 'body', /"for"/],
  [
    'a table without end',
    { body: '{% tablerow i in (1..9) %}{% endtablerow %}' },
    'body',
    /"tablerow/,
  ],
  ['a row of numbers', { body: '{{ (1..99999999) }}' }, 'body', /more text than/],
  ['an assignment', { body: '{% assign a = 1 %}' }, 'body', /"assign"/],
  ['code of the house', { body: '@include("mail") {{{ process.env }}}' }, 'body', /Line 1/],
  ['a condition left open', { body: 'a\nb\n{% if customer %}' }, 'body', /Line 3: .*not closed/],
  ['a megabyte', { body: 'x'.repeat(20_000) }, 'body', /20000 characters; 5000/],
  ['a second header', { subject: 'Ready\r\nBcc: all@example.com' }, 'subject', /line break/],
  ['a header by a line feed', { heading: 'Ready\nBcc: x' }, 'heading', /line break/],
  ['a bell', { text: 'Ready \u0007' }, 'text', /control character/],
  ['nothing', { body: ' \n ' }, 'body', /has to stand/],
  ['a misspelt variable', { subject: '{{ vehicel }}' }, 'subject', /"vehicel"/],
]

/** Markup that somebody writes: it is text of the message, in both parts. */
const MARKUP = [
  '<script>alert(1)</script>',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:alert(1)">here</a>',
  '<img src=x onerror=alert(1)>',
  '</td></tr></table><h1>mine</h1>',
]

/** What customers are called who want more than a message. */
const DATA = { ...readyMail.sample, customer: '{{ constructor }}{% include "x" %}<b>Raj</b>' }

test.group('Hostile templates', (group) => {
  let workshop: Workshop
  let token: string
  group.setup(async () => {
    workshop = await makeWorkshop()
    token = await workshop.token()
  })

  test('are refused at their field with the place, and nothing is saved: {0}')
    .with(REFUSED)
    .run(async ({ client, assert }, [, words, field, message]) => {
      const refused = await client
        .put(API)
        .bearerToken(token)
        .json({ ...WORDS, ...words })
      refused.assertStatus(422)
      const { errors } = refused.body() as { errors: { field: string; message: string }[] }
      assert.equal(errors[0].field, field)
      assert.match(errors[0].message, message)
      const shown = await client.get(API).qs({ language: 'en' }).bearerToken(token)
      assert.deepInclude((shown.body() as { data: object }).data, { version: 0, changed: false })
    })

  test('of a program that sends a megabyte are refused before they are read', async ({
    client,
  }) => {
    const body = '{{ customer }}'.repeat(100_000)
    const refused = await client
      .put(API)
      .bearerToken(token)
      .json({ ...WORDS, body })
    refused.assertStatus(413)
    ;(await client.get('/api/health')).assertStatus(200)
  })

  test('have their markup sent as the text that it is', async ({ client, assert }) => {
    const body = [...MARKUP, '{{ customer }}'].join('\n\n')
    const preview = await client
      .post(`${API}/preview`)
      .bearerToken(token)
      .json({ ...WORDS, subject: MARKUP[0], body })
    preview.assertStatus(200)
    const { rendered } = (preview.body() as { data: { rendered: Record<string, string> } }).data
    assert.equal(rendered.subject, MARKUP[0])
    for (const each of MARKUP) {
      assert.notInclude(rendered.html, each)
      assert.include(rendered.text, each)
    }
  })

  test('of values are never read as templates, nor as markup', async ({ assert }) => {
    const words = { ...WORDS, subject: 'For {{ customer }}' }
    const { subject, html, text } = await renderMail(readyMail, DATA, { words })
    assert.equal(subject, `For ${DATA.customer}`)
    assert.include(text, DATA.customer)
    assert.notInclude(html, '<b>Raj</b>')
    assert.include(html, '&lt;b&gt;Raj&lt;/b&gt;')
  })

  test('of values add no header: line breaks become blanks', async ({ assert }) => {
    const customer = 'Raj\r\nBcc: all@example.com'
    const words = { ...WORDS, subject: 'For {{ customer }}' }
    const { subject } = await renderMail(readyMail, { ...DATA, customer }, { words })
    assert.equal(subject, 'For Raj Bcc: all@example.com')
    const scope = await workshop.scope()
    const send = (address: string) =>
      scope.work((unit) =>
        sendMail(unit, {
          mail: readyMail,
          data: DATA,
          to: { name: customer, address },
          idempotencyKey: `hostile/${address}`,
        })
      )
    await assert.rejects(() => send('raj@example.com\r\nBcc: all@example.com'), /not an e-mail/)
    assert.equal((await send('raj@example.com')).state, 'queued')
  })

  test('cannot reach what stands behind an object, whatever they call it', ({ assert }) => {
    const values = { customer: 'Raj' }
    for (const name of ['constructor', '__proto__', 'toString', 'valueOf', 'prototype']) {
      assert.equal(fillTemplate(`[{{ ${name} }}]`, values), '[]')
      assert.equal(fillTemplate(`[{{ customer.${name} }}]`, values), '[]')
      assert.throws(() => fillTemplate(`{{ customer | ${name} }}`, values))
      assert.throws(() => fillTemplate(`{% ${name} %}`, values))
    }
  })

  test('that lead the button to code are refused', async ({ assert }) => {
    const mail = defineMail<{ href: string }>({
      id: 'jobcards.hostile',
      label: 'Hostile',
      content: ({ href }) => ({ organisation: 'A', button: { label: 'Go', href }, footer: [] }),
      wording: {
        variables: {},
        words: () => ({ subject: 'S', heading: 'H', body: 'B', button: 'Go' }),
      },
      sample: { href: 'javascript:alert(1)' },
    })
    await assert.rejects(() => renderMail(mail, mail.sample), 'The link is no web address.')
  })

  test('of another organisation count there alone', async ({ client, assert }) => {
    const other = await makeWorkshop()
    const saved = await client
      .put(API)
      .bearerToken(token)
      .json({ ...WORDS, subject: 'Mine: {{ vehicle }}' })
    saved.assertStatus(200)
    const read = async (bearer: string) => {
      const answer = await client.get(API).qs({ language: 'en' }).bearerToken(bearer)
      return (answer.body() as { data: { version: number; rendered: { subject: string } } }).data
    }
    const mine = await read(token)
    assert.equal(mine.version, 1)
    assert.match(mine.rendered.subject, /^Mine: /)
    const theirs = await read(await other.token())
    assert.equal(theirs.version, 0)
    assert.notMatch(theirs.rendered.subject, /^Mine/)
    const manager = await client
      .put(API)
      .bearerToken(await workshop.token('manager'))
      .json(WORDS)
    manager.assertStatus(403)
  })

  test('name every field that is wrong', ({ assert }) => {
    const context = { values: { a: 'x' }, required: ['subject' as const, 'body' as const] }
    try {
      ensureUsable({ subject: '{{ b }}', body: '{% for x in a %}' }, context)
      assert.fail('the words should have been refused')
    } catch (error) {
      const { problems } = (error as { meta: { problems: { field: string }[] } }).meta
      assert.deepEqual(
        problems.map(({ field }) => field),
        ['subject', 'body']
      )
    }
  })
})
