import { test } from '@japa/runner'
import { extend, KarkhanaError, RuleError, slotFaults } from '@karkhana/kernel'
import { defineModule, type ModuleManifest } from '@karkhana/kernel/module'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { withModules } from '../../helpers/with_modules.ts'

declare module '@karkhana/kernel/module' {
  interface ExtensionPoints {
    'choir.voices@1': { input: { song: string }; output: string }
    'choir.echoes@1': { input: { song: string }; output: string }
  }
}

/** What the singers do when they are asked; each test sets its own. */
type Voice = (scope: unknown, input: { song: string }) => Promise<string | null>
const voices: Record<string, Voice> = {}

const module = (id: string, changes: Partial<ModuleManifest>) =>
  defineModule({
    id,
    name: id[0].toUpperCase() + id.slice(1),
    description: id,
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    initialState: 'available',
    ...changes,
  })

const singer = (id: string, requires: Record<string, string>) => {
  const answer = () =>
    Promise.resolve({
      default: (scope: unknown, input: { song: string }) => voices[id](scope, input),
    })
  return module(id, {
    requires,
    extensions: {
      offers: [],
      adds: { 'choir.voices@1': [answer], 'choir.echoes@1': [answer] },
    },
  })
}

const CHOIR = [
  module('choir', {
    extensions: {
      offers: [
        { id: 'choir.voices@1', description: 'Sings.' },
        { id: 'choir.echoes@1', description: 'Sings again.', tolerant: true },
      ],
      adds: {},
    },
  }),
  // By name the alto would come first; it requires the tenor.
  singer('alto', { tenor: '^0.1.0' }),
  singer('tenor', { choir: '^0.1.0' }),
]

test.group('An extension point', (group) => {
  let mine: Workshop
  let other: Workshop

  group.setup(async () => {
    const takeOut = await withModules(CHOIR)
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    return takeOut
  })
  group.each.setup(async () => {
    for (const id of ['choir', 'alto', 'tenor']) await setModuleState(mine, id, 'enabled')
    voices.alto = (_scope, { song }) => Promise.resolve(`alto sings ${song}`)
    voices.tenor = (_scope, { song }) => Promise.resolve(`tenor sings ${song}`)
  })

  const ask = async (
    workshop = mine,
    point: 'choir.voices@1' | 'choir.echoes@1' = 'choir.voices@1'
  ) => extend(await workshop.scope(), point, { song: 'Jana' })

  /** An unrelated row of the caller, to see what becomes of it. */
  const rename = (name: string) => ({ sql: 'update branches set name = ?', name })
  const branchName = async (workshop: Workshop) => (await workshop.scope()).branch.name

  test('is answered by the modules that are on, in the order of their requirements', async ({
    assert,
  }) => {
    assert.deepEqual(await ask(), [
      { module: 'tenor', name: 'Tenor', answer: 'tenor sings Jana' },
      { module: 'alto', name: 'Alto', answer: 'alto sings Jana' },
    ])
    voices.tenor = () => Promise.resolve(null)
    assert.lengthOf(await ask(), 1, 'who has nothing to say is left out')
  })

  test('is not answered where a module is off, paused or archived, nor by it elsewhere', async ({
    assert,
  }) => {
    assert.deepEqual(await ask(other), [])
    for (const state of ['paused', 'archived', 'purged', null] as const) {
      await setModuleState(mine, 'alto', state)
      assert.deepEqual(
        (await ask()).map((answer) => answer.module),
        ['tenor']
      )
    }
  })

  test('saves what its answers write with the caller, and nothing when they fail', async ({
    assert,
  }) => {
    const scope = await mine.scope()
    voices.tenor = async () => {
      await scope.work((unit) => unit.rows(rename('by tenor').sql, ['by tenor']))
      return 'written'
    }
    await scope.work(() => extend(scope, 'choir.voices@1', { song: 'Jana' }))
    assert.equal(await branchName(mine), 'by tenor')

    voices.alto = () => Promise.reject(new TypeError('lost the sheet'))
    const failing = scope.work(async (unit) => {
      await unit.rows(rename('by caller').sql, ['by caller'])
      await extend(scope, 'choir.voices@1', { song: 'Jana' })
    })
    const error = (await failing.catch((caught: unknown) => caught)) as KarkhanaError
    assert.instanceOf(error, KarkhanaError)
    assert.equal(error.code, 'E_EXTENSION_FAILED')
    assert.include(error.message, '“Alto”')
    assert.deepEqual(error.meta, { module: 'alto', point: 'choir.voices@1' })
    assert.notInclude(error.message, 'lost the sheet')
    assert.equal(await branchName(mine), 'by tenor', 'nothing of the caller was kept')
  })

  test('hands the refusal of a module on, with its name and its field', async ({ assert }) => {
    voices.alto = () =>
      Promise.reject(
        new RuleError('E_TOO_HIGH', 'This is too high.', { field: 'song', next: 'Lower it.' })
      )
    const error = (await ask().catch((caught: unknown) => caught)) as KarkhanaError
    assert.containsSubset(
      { ...error, message: error.message },
      {
        code: 'E_TOO_HIGH',
        status: 422,
        message: '“Alto”: This is too high.',
        field: 'song',
        next: 'Lower it.',
      }
    )
    assert.deepEqual(error.meta, { module: 'alto', point: 'choir.voices@1' })
  })

  test('that is tolerant leaves out who fails, also in the middle of a transaction', async ({
    assert,
  }) => {
    const scope = await mine.scope()
    voices.tenor = async () => {
      await scope.work(async (unit) => {
        await unit.rows(rename('half done').sql, ['half done'])
        await unit.rows('select no_such_column from branches')
      })
      return 'never'
    }
    const answers = await scope.work(async (unit) => {
      await unit.rows('update branches set city = ?', ['Nashik'])
      return extend(scope, 'choir.echoes@1', { song: 'Jana' })
    })
    assert.deepEqual(
      answers.map((answer) => answer.module),
      ['alto']
    )
    const [branch] = await scope.read((unit) => unit.rows('select city, name from branches'))
    assert.equal(branch.city, 'Nashik', 'the caller’s work is kept')
    assert.notEqual(branch.name, 'half done', 'that of the module is not')
    const [fault] = await slotFaults(scope, 'tenor')
    assert.containsSubset(fault, { slot: 'choir.echoes@1' })
    assert.include(fault.message, 'no_such_column')
  })

  test('that nobody offers is a mistake of the caller', async ({ assert }) => {
    const scope = await mine.scope()
    await assert.rejects(
      () => extend(scope, 'choir.nothing@1' as 'choir.voices@1', { song: 'x' }),
      /No installed module offers/
    )
  })
})
