import app from '@adonisjs/core/services/app'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { languageOf, ModuleRegistry, translate } from '@karkhana/kernel'
import { makeWorkshop, textProblems } from '@karkhana/kernel/testing'
import { formatText } from '@karkhana/ui/format'
import { readTexts } from '../../../app/lang/files.ts'
import { addTexts } from '../../../app/lang/translate.ts'
import { pageProps } from '../../helpers/page_props.ts'

const READY = {
  organisation: 'Volt & Wheel',
  vehicle: 'MH12AB1234',
  branch: 'Karve Road',
  number: 'J1',
}

/** Keys that the source of every module of these tests names. */
const USED = ['a', 'b', 'jobs']

/** A folder with the texts and the source of a module of its own. */
async function makeModule(
  files: Record<string, string>,
  cleanup: (callback: () => Promise<void>) => void
) {
  const folder = await mkdtemp(join(tmpdir(), 'karkhana-lang-'))
  cleanup(() => rm(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(folder, file, '..'), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}

test.group('Texts of modules', () => {
  test('are written in the language of the reader', ({ assert }) => {
    const english = translate('en', 'jobcards.ready.sms', READY)
    const hindi = translate('hi', 'jobcards.ready.sms', READY)
    assert.match(english, /^Volt & Wheel: MH12AB1234 is ready/)
    assert.match(hindi, /MH12AB1234 तैयार है/)
    for (const value of Object.values(READY)) {
      assert.include(english, value)
      assert.include(hindi, value)
    }
  })

  test('count in the way of their language, and fall back to English', async ({
    assert,
    cleanup,
  }) => {
    const folder = await makeModule(
      {
        'lang/en.json': JSON.stringify({
          jobs: '{count, plural, one {# job} other {# jobs}}',
          late: { one: 'Late' },
        }),
        'lang/hi.json': JSON.stringify({ jobs: '{count, plural, one {# काम} other {# काम बाकी}}' }),
      },
      cleanup
    )
    addTexts('counting', folder)
    assert.equal(translate('en', 'counting.jobs', { count: 1 }), '1 job')
    assert.equal(translate('en', 'counting.jobs', { count: 1_23_456 }), '1,23,456 jobs')
    assert.equal(translate('hi', 'counting.jobs', { count: 0 }), '0 काम')
    assert.equal(translate('hi', 'counting.late.one'), 'Late')
    const text = readTexts(folder, 'en')!.get('jobs')!
    assert.equal(formatText('en', text, { count: 2 }), '2 jobs', 'pages format the same way')
  })

  test('that are missing, or lack a value, are a fault that names the key', ({ assert }) => {
    assert.throws(() => translate('en', 'jobcards.nothing'), /no text "jobcards\.nothing"/)
    assert.throws(() => translate('hi', 'jobcards.ready.sms', {}), /"jobcards\.ready\.sms"/)
  })

  test('go to people in their own language, to customers in that of the organisation', async ({
    assert,
  }) => {
    assert.equal(languageOf({ locale: 'hi-IN' }), 'hi')
    assert.equal(languageOf({ locale: 'en-IN' }), 'en')
    assert.equal(languageOf({ locale: 'ta-IN' }), 'en')
    assert.equal(languageOf(null), 'en')
    const scope = await (await makeWorkshop()).scope()
    assert.equal(languageOf(scope), 'en')
    assert.equal(languageOf({ organisation: { locale: 'hi-IN' } }), 'hi')
  })

  test('of pages are chosen by the language that the server tells', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const language = async () =>
      pageProps<{ language: string }>(await client.get('/').loginAs(user)).language
    assert.equal(await language(), 'en')
    await user.merge({ locale: 'hi-IN' }).save()
    assert.equal(await language(), 'hi')
  })

  test('of every installed module are complete', async ({ assert }) => {
    const registry = await app.container.make(ModuleRegistry)
    for (const { manifest, folder } of registry.all()) {
      assert.deepEqual(textProblems({ ...manifest, folder }), [], manifest.id)
    }
  })

  test('are checked: {title}')
    .with([
      {
        title: 'a key that one language lacks',
        en: { a: 'A', b: 'B' },
        hi: { a: 'अ' },
        problem: /lang\/hi\.json lacks "b"; translate it/,
      },
      { title: 'an empty text', en: { a: 'A' }, hi: { a: ' ' }, problem: /"a" is empty/ },
      {
        title: 'other parameters',
        en: { a: '{name} owes {count, plural, one {# rupee} other {{sum}}}' },
        hi: { a: '{name}' },
        problem: /other parameters .*en: count, name, sum \/ hi: name/,
      },
      { title: 'no ICU message', en: { a: '{oops' }, hi: { a: 'अ' }, problem: /no ICU message/ },
      {
        title: 'a key that nothing uses',
        en: { a: 'A', left: 'Left over' },
        hi: { a: 'अ', left: 'बचा हुआ' },
        problem: /"left" is used by nothing/,
      },
      {
        title: 'a key with the module in front',
        en: { lent: { a: 'A' } },
        hi: { lent: { a: 'अ' } },
        problem: /write keys without "lent\."/,
      },
      {
        title: 'a key that the server uses and nobody wrote',
        en: { a: 'A' },
        hi: { a: 'अ' },
        source: { 'services/x.ts': "translate(languageOf(scope), 'lent.gone')" },
        problem: /services\/x\.ts uses "gone", which lang\/en\.json lacks/,
      },
      {
        title: 'a key that a page uses and nobody wrote',
        en: { a: 'A' },
        hi: { a: 'अ' },
        source: {
          'pages/x.vue': "const text = useText('lent')\n{{ text('a') }} {{ text('gone') }}",
        },
        problem: /pages\/x\.vue uses "gone"/,
      },
      { title: 'a file that holds no texts', en: { a: 1 }, hi: {}, problem: /a is no text/ },
    ])
    .run(async ({ assert, cleanup }, { en, hi, source, problem }) => {
      const files = {
        'lang/en.json': JSON.stringify(en),
        'lang/hi.json': JSON.stringify(hi),
        'services/keys.ts': USED.map((key) => `'${key}'`).join('\n'),
        ...(source as Record<string, string> | undefined),
      }
      const folder = await makeModule(files, cleanup)
      const found = textProblems({ id: 'lent', folder, lang: ['en', 'hi'] })
      assert.lengthOf(found, 1)
      assert.match(found[0], problem)
    })
})
