import { test } from '@japa/runner'
import { makePart } from '../../../app/scaffold/make_part.ts'
import { PARTS } from '../../../app/scaffold/parts/all.ts'
import type { PartOptions } from '../../../app/scaffold/parts/part.ts'
import { makeCheckout, type Checkout } from '../../helpers/checkout.ts'
import { partsOf } from './parts.ts'

const ID = 'service-notes'

/** `['slot', 'x', 'y', '--slot=z']` as the command would read it. */
async function make(checkout: Checkout, [part, moduleId, name, ...flags]: string[]) {
  const options: PartOptions = Object.fromEntries(
    flags.map((flag) => flag.slice(2).split(/=(.*)/s).slice(0, 2))
  )
  const found = PARTS.find(({ id }) => id === part)!
  return makePart(checkout.folder, found, { moduleId, name, options })
}

test.group('Modules that the tools make', (group) => {
  let checkout: Checkout
  group.setup(async () => {
    checkout = makeCheckout({ assets: true })
    const made = await checkout.ace('make:plugin', ID)
    if (made.code !== 0) throw new Error(made.output)
    const bare = await checkout.ace('make:module', 'gate-log', '--bare')
    if (bare.code !== 0) throw new Error(bare.output)
    return () => checkout.remove()
  })

  test('what would be written is told without writing it', async ({ assert }) => {
    const { code, json } = await checkout.aceJson<{ files: { path: string }[] }>(
      'make:plugin',
      'warranties',
      '--dry-run'
    )
    assert.equal(code, 0)
    assert.containsSubset(json, { id: 'warranties', folder: 'plugins/warranties', dryRun: true })
    assert.include(
      json.files.map(({ path }) => path),
      'plugins/warranties/models/warranty.ts'
    )
    assert.isFalse(checkout.has('plugins/warranties'))
  })

  test('an id that is taken, or no id, is refused with the next step', async ({ assert }) => {
    type Refusal = { error: { code: string; options: { option: string; message: string }[] } }
    const taken = await checkout.aceJson<Refusal>('make:module', ID)
    assert.equal(taken.code, 1)
    assert.equal(taken.json.error.code, 'E_SCAFFOLD_NAME')
    assert.equal(taken.json.error.options[0].option, '<id>')
    assert.include(taken.json.error.options[0].message, `plugins/${ID} exists already`)
  })

  test('every part can be added, and a second time is refused', async ({ assert }) => {
    const parts = partsOf(ID, 'service note')
    const unmade = PARTS.filter(({ id }) => !parts.some(([part]) => part === id))
    // The kit refuses a permission that nobody asks for yet
    assert.deepEqual(
      unmade.map(({ id }) => id),
      ['permission']
    )
    for (const part of parts) await make(checkout, part)
    const before = checkout.read(`plugins/${ID}/module.ts`)
    for (const part of parts.filter(([id]) => id !== 'migration')) {
      await assert.rejects(() => make(checkout, part), /already|Already/)
    }
    assert.equal(checkout.read(`plugins/${ID}/module.ts`), before)
    assert.include(before, '// shared by all branches')
    assert.include(before, "enhances: { contacts: '^0.1.0', jobcards: '^0.1.0' }")
  }).timeout(300_000)

  test('a part that needs something names what there is', async ({ assert }) => {
    const refused = async (part: string[], message: RegExp, next: RegExp) => {
      const error = (await make(checkout, part).catch((each: unknown) => each)) as {
        message: string
        next: string
      }
      assert.match(error.message, message)
      assert.match(error.next, next)
    }
    await refused(['slot', ID, 'x'], /--slot is missing/, /Id of the slot/)
    await refused(['slot', ID, 'x', '--slot=nope'], /offers the slot "nope"/, /contacts\.contact/)
    await refused(['report', ID, 'x', '--permission=nope'], /declares no permission/, /Choose one/)
    await refused(['report', ID, 'x', '--table=nope'], /declares no table/, /service_notes_/)
    await refused(['importer', ID, 'x', '--noun=lamp'], /has no createLamp/, /same service/)
    await refused(['resource', ID, 'tools'], /is more than one/, /For example: tool$/)
    await refused(['webhook', ID, 'written', '--event=x'], /happened to what/, /answer\.given/)
    await refused(['permission', ID, 'lend'], /what may be done/, /answer\.export/)
    await refused(['page', 'nowhere', 'x'], /module does not exist/, /./)
    await refused(['page', 'gate-log', 'x'], /declares no permission yet/, /make:module:permission/)
    await make(checkout, ['permission', 'gate-log', 'gate-log.entry.view'])
    assert.include(checkout.read('modules/gate-log/module.ts'), "permission('gate-log.entry.view'")
    await make(checkout, ['migration', 'gate-log', 'entries'])
    await make(checkout, ['page', 'gate-log', 'overview'])
  }).timeout(60_000)

  test('all of it passes formatting, lint, types and floors at once', async ({ assert }) => {
    const folders = [`plugins/${ID}`, 'modules/gate-log']
    const ours = (output: string) =>
      output.split('\n').filter((line) => folders.some((folder) => line.includes(folder)))
    const project = (file: string, config: object) => {
      checkout.write(file, JSON.stringify(config))
      return ['--noEmit', '-p', file]
    }
    const server = project('tsconfig.made.json', {
      extends: './tsconfig.json',
      include: ['adonisrc.ts', 'start', 'config', '.adonisjs', 'tests/bootstrap.ts', ...folders],
    })
    const browser = project('resources/tsconfig.made.json', {
      extends: './tsconfig.json',
      include: ['env.d.ts', ...folders.flatMap((each) => [`../${each}/pages`, `../${each}/slots`])],
    })
    const [format, lint, floors, types, pages] = await Promise.all([
      checkout.run('prettier', ['--check', ...folders]),
      checkout.run('eslint', folders),
      checkout.run('node', ['bin/check_floors.mjs']),
      checkout.run('tsc', server),
      checkout.run('vue-tsc', browser),
    ])
    assert.equal(format.code, 0, format.output)
    assert.equal(lint.code, 0, lint.output)
    assert.match(floors.output, /Floors: \d+ files/)
    assert.deepEqual(ours(floors.output), [])
    // Types of what these import are the business of another step
    assert.deepEqual([...ours(types.output), ...ours(pages.output)], [])
    assert.isTrue([0, 2].includes(types.code ?? 1), types.output)
    assert.isTrue([0, 2].includes(pages.code ?? 1), pages.output)
  }).timeout(600_000)

  test('the API is written down, and a change of it is shown and refused', async ({ assert }) => {
    const report = `plugins/${ID}/API.md`
    const written = await checkout.ace('module:api', ID)
    assert.equal(written.code, 0, written.output)
    const text = checkout.read(report)
    for (const line of [
      'export interface ServiceNoteSummary {',
      "'service-notes.statistics@1': StatisticsContract",
      '- `service-notes.service_note.view` owner, admin, manager, accountant, technician; reads',
      '- `PUT /service-notes/:id` web, api: `service-notes.service_note.update`',
      '- `service-notes.note_written@1` with recordId',
      '- `reminder_days` integer, of the organisation',
      '- `service_notes_comments`',
    ]) {
      assert.include(text, line)
    }
    const format = await checkout.run('prettier', ['--check', report])
    assert.equal(format.code, 0, format.output)

    const contracts = `plugins/${ID}/contracts.ts`
    const manifest = `plugins/${ID}/module.ts`
    const before = [checkout.read(contracts), checkout.read(manifest)]
    checkout.write(contracts, before[0].replace('title: string', 'title: string | null'))
    checkout.write(manifest, before[1].replace("create: ['manager']", 'create: []'))
    const refused = await checkout.ace('module:api', ID, '--check')
    assert.equal(refused.code, 1)
    for (const line of [
      '-   title: string',
      '+   title: string | null',
      '+ - `service-notes.service_note.create` owner, admin',
      `npm run ace -- module:api ${ID}`,
    ]) {
      assert.include(refused.output, line)
    }
    assert.equal(checkout.read(report), text)
    checkout.write(contracts, before[0])
    checkout.write(manifest, before[1])
    const same = await checkout.ace('module:api', ID, '--check')
    assert.equal(same.code, 0, same.output)
  }).timeout(300_000)

  test('and the kit of authors, with its own tests', async ({ assert }) => {
    const files = [`plugins/${ID}`, 'modules/gate-log'].map(
      (folder) => `--files=${folder}/tests/functional/*`
    )
    const { code, output } = await checkout.run('node', ['bin/test.mjs', 'functional', ...files])
    assert.equal(code, 0, output)
    const passed = Number(/^(\d+) passed, 0 failed$/m.exec(output)?.[1])
    assert.isAbove(passed, 40, output)
  }).timeout(600_000)
})
