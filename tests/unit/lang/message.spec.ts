import { test } from '@japa/runner'
import { IntlMessageFormat } from 'intl-messageformat'
import { formatText } from '../../../resources/ui/format/texts.ts'

const LOCALES = { en: 'en-IN', hi: 'hi-IN' } as const

/** What the server writes. */
const onServer = (language: 'en' | 'hi', text: string, params: Record<string, string | number>) =>
  String(
    new IntlMessageFormat(text, LOCALES[language], undefined, { ignoreTag: true }).format(params)
  )

test.group('Messages of pages', () => {
  test('are written as the server writes them: {text}')
    .with([
      { text: 'Plain words, the customer’s and {name}’s', params: { name: 'Raj' } },
      { text: '{count, plural, one {# job} other {# jobs}}', params: { count: 1 } },
      { text: '{count, plural, =0 {none} one {# job} other {# jobs}}', params: { count: 0 } },
      { text: '{count, plural, one {# काम} other {# काम बाक़ी}}', params: { count: 123456 } },
      {
        text: '{count, plural, offset:1 one {and # more} other {and # more}}',
        params: { count: 4 },
      },
      { text: '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', params: { n: 22 } },
      {
        text: '{kind, select, part {a part} other {labour for {name}}}',
        params: { kind: 'x', name: 'Asha' },
      },
      { text: '{km, number} km', params: { km: 1234567 } },
      { text: "It''s '{quoted}' and #1", params: {} },
    ])
    .run(({ assert }, { text, params }) => {
      const given = params as Record<string, string | number>
      for (const language of ['en', 'hi'] as const) {
        assert.equal(formatText(language, text, given), onServer(language, text, given), language)
      }
    })

  test('that lack a value or are none are faults; what is not known is left out', ({ assert }) => {
    assert.throws(() => formatText('en', 'Hello {name}'), /"name" was not given/)
    assert.throws(() => formatText('en', 'Hello {name'), /not closed/)
    assert.throws(() => formatText('en', '{n, plural, one {#}}', { n: 1 }), /no case "other"/)
    assert.throws(() => formatText('en', 'Too much }'), /closes what was not opened/)
    assert.equal(formatText('en', 'State {code}', { code: null }), 'State ')
  })
})
