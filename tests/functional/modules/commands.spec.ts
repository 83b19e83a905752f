import { test } from '@japa/runner'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { ModuleRow } from '../../../app/modules/overview.ts'
import type { SwitchPlan } from '../../../app/modules/plan.ts'
import { askAce, runAce, spawnAce } from '../../helpers/ace.ts'
import { registryOf, removeExports, statesOf, takeExport } from '../../helpers/modules.ts'

interface Failure {
  error: { code: string; message: string; next: string; options: { option: string }[] }
}

/** An organisation with a name that no other one has. */
async function named(name = `Garage ${Math.random().toString(36).slice(2)}`) {
  const workshop = await makeWorkshop({ organisationName: name })
  return { workshop, name, org: `--org=${workshop.organisationId}` }
}

test.group('Commands for the modules of an organisation', (group) => {
  group.teardown(removeExports)

  test('list what is installed, entitled and enabled, by id or by name', async ({ assert }) => {
    const { name, org } = await named()
    const all = await runAce<ModuleRow[]>('module:list', [])
    assert.equal(all.exitCode, 0)
    assert.includeDeepMembers(
      all.json.map(({ id }) => id),
      ['contacts', 'invoicing', 'gst']
    )
    const [byId, byName] = [
      await runAce<ModuleRow[]>('module:list', [org]),
      await runAce<ModuleRow[]>('module:list', [`--org=${name.toUpperCase()}`]),
    ]
    assert.deepEqual(byId.json, byName.json)
    assert.containsSubset(
      byId.json.find(({ id }) => id === 'tickets'),
      { installed: true, entitled: true, enabled: true, state: 'enabled' }
    )
    const twins = [await named('Twin Garage'), await named('Twin Garage')]
    const ambiguous = await runAce<Failure>('module:list', ['--org=Twin Garage'])
    assert.equal(ambiguous.exitCode, 1)
    assert.equal(ambiguous.json.error.code, 'E_ORG_AMBIGUOUS')
    for (const { workshop } of twins) {
      assert.include(ambiguous.json.error.next, workshop.organisationId)
    }
    const unknown = await runAce<Failure>('module:list', ['--org=nobody'])
    assert.equal(unknown.json.error.options[0].option, '--org')
  })

  test('show a plan, refuse with the order that works, and do it', async ({ assert }) => {
    const { workshop, org } = await named()
    const registry = await registryOf()
    const plan = await runAce<SwitchPlan>('module:plan', ['tickets', 'paused', org])
    assert.equal(plan.exitCode, 1)
    assert.deepEqual(
      plan.json.steps.map(({ module }) => module),
      ['jobcards', 'tickets']
    )
    const dry = await runAce<SwitchPlan>('module:disable', ['jobcards', org, '--dry-run'])
    assert.equal(dry.exitCode, 0)
    assert.equal((await statesOf(workshop, registry)).get('jobcards'), 'enabled')

    const refused = await runAce<Failure>('module:disable', ['tickets', org])
    assert.equal(refused.exitCode, 1)
    assert.equal(refused.json.error.code, 'E_MODULE_REQUIRED')
    assert.include(refused.json.error.next, 'In this order: jobcards, tickets')
    const done = await askAce('module:disable', ['tickets', org, '--together'])
    assert.equal(done.exitCode, 0)
    assert.include(done.text, 'Job cards: enabled → paused')
    assert.include(done.text, 'All data stays as it is.')
    const archived = await runAce<SwitchPlan>('module:archive', ['tickets', org])
    assert.equal(archived.exitCode, 0)
    await runAce('module:enable', ['jobcards', org])
    const states = await statesOf(workshop, registry)
    assert.deepEqual([states.get('tickets'), states.get('jobcards')], ['enabled', 'enabled'])
    const wrong = await runAce<Failure>('module:plan', ['tickets', 'gone', org])
    assert.equal(wrong.json.error.options[0].option, '<to>')
  })

  test('have data deleted by two members, never by one', async ({ assert }) => {
    const { workshop, org } = await named()
    const registry = await registryOf()
    const second = await workshop.memberWith({ role: 'admin' })
    const [owner, admin] = [(await workshop.user()).email, second.user.email]
    const purge = (...args: string[]) =>
      runAce<Failure & { status: string; total: number }>('module:purge', [
        'accounting',
        org,
        ...args,
      ])
    for (const id of ['invoicing', 'accounting']) await runAce('module:archive', [id, org])
    await takeExport(await workshop.scope(), registry, ['accounting', 'invoicing'])
    assert.equal((await purge('--dry-run')).exitCode, 1, 'invoicing still uses the books')

    const invoicing = (...args: string[]) =>
      runAce<Failure & { status: string }>('module:purge', ['invoicing', org, ...args])
    const plan = await invoicing('--dry-run', `--as=${owner}`)
    assert.equal(plan.exitCode, 0)
    const step = await invoicing(`--as=${owner}`)
    assert.equal(step.json.error.code, 'E_PURGE_STEP')
    const untyped = await invoicing('--request', `--as=${owner}`)
    assert.equal(untyped.json.error.options[0].option, '--name')
    const asked = await invoicing('--request', `--as=${owner}`, '--name=Invoicing')
    assert.equal(asked.json.status, 'requested')
    const alone = await invoicing('--confirm', `--as=${owner}`, '--name=Invoicing')
    assert.equal(alone.json.error.code, 'E_PURGE_SAME_PERSON')
    const stranger = await invoicing('--confirm', '--as=nobody@example.com', '--name=Invoicing')
    assert.equal(stranger.json.error.options[0].option, '--as')
    const withdrawn = await invoicing('--withdraw', `--as=${admin}`)
    assert.equal(withdrawn.json.status, 'cancelled')
    await invoicing('--request', `--as=${owner}`, '--name=Invoicing')
    const confirmed = await invoicing('--confirm', `--as=${admin}`, '--name=Invoicing')
    assert.equal(confirmed.exitCode, 0)
    assert.equal(confirmed.json.status, 'confirmed')
  }).timeout(60_000)

  test('bring tables and data up to date, or say what they would do', async ({ assert }) => {
    const { workshop, org } = await named()
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(
        `update organisation_modules set module_version = '0.0.1'
          where organisation_id = ? and module_id = 'tickets'`,
        [workshop.organisationId]
      )
    )
    interface Migrated {
      steps: string[]
      upgrades: { module: string; from: string; done: boolean }[]
    }
    const dry = await runAce<Migrated>('module:migrate', [org, '--dry-run'])
    assert.deepEqual(dry.json.steps, [])
    assert.containsSubset(dry.json.upgrades, [{ module: 'tickets', from: '0.0.1', done: false }])
    const done = await runAce<Migrated>('module:migrate', [org])
    assert.equal(done.exitCode, 0)
    assert.containsSubset(done.json.upgrades, [{ module: 'tickets', from: '0.0.1', done: true }])
    assert.deepEqual((await runAce<Migrated>('module:migrate', [org])).json.upgrades, [])
  })
})

test.group('Commands for the modules of the deployment', () => {
  test('draw what requires what', async ({ assert }) => {
    const tree = await askAce('module:graph', [])
    assert.equal(tree.exitCode, 0)
    assert.match(tree.text, /^gst \d/m)
    assert.match(tree.text, /[├└]─ contacts \d/)
    const graph = await runAce<{ id: string; requires: string[] }[]>('module:graph', [])
    assert.include(graph.json.find(({ id }) => id === 'jobcards')?.requires, 'tickets')
    assert.include((await askAce('module:graph', ['--mermaid'])).text, '  jobcards --> tickets')
    assert.include((await askAce('module:graph', ['--dot'])).text, '"jobcards" -> "tickets"')
  })

  test('check every manifest in one report, without booting and without a database', async ({
    assert,
  }) => {
    const sound = await spawnAce(['module:check'])
    assert.equal(sound.exitCode, 0, sound.stdout + sound.stderr)
    assert.match(sound.stdout, /\d+ modules, nothing is wrong/)

    const folder = await mkdtemp(join(tmpdir(), 'karkhana-check-'))
    const kernel = pathToFileURL(join(process.cwd(), 'app/modules/define.ts')).href
    const write = async (id: string, body: string) => {
      await mkdir(join(folder, id), { recursive: true })
      await writeFile(join(folder, id, 'module.ts'), body)
    }
    const base = `description: 'x', version: '1.0.0', kernel: '^0.1.0', kind: 'app'`
    try {
      await write(
        'misspelt',
        `import { defineModule } from '${kernel}'
         export default defineModule({ id: 'misspelt', name: 'M', ${base}, colour: 'red' })`
      )
      await write(
        'loose',
        `import { defineModule } from '${kernel}'
         export default defineModule({ id: 'loose', name: 'L', ${base}, onBootFailure: 'quarantine',
           requires: { nowhere: '^1.0.0' } })`
      )
      const answer = await spawnAce(['module:check', '--json'], '', {
        KARKHANA_EXTRA_MODULES: folder,
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        DATABASE_APP_URL: 'postgres://nobody@127.0.0.1:1/none',
      })
      assert.equal(answer.exitCode, 1)
      const report = JSON.parse(answer.stdout) as {
        ok: boolean
        modules: { module: string; problems: string[]; outcome: string }[]
      }
      assert.isFalse(report.ok)
      const outcomes = Object.fromEntries(
        report.modules.map(({ module, outcome }) => [module, outcome])
      )
      assert.deepEqual(outcomes, { misspelt: 'stops the start', loose: 'left out' })
      assert.include(
        report.modules.find(({ module }) => module === 'misspelt')!.problems[0],
        'colour'
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  }).timeout(60_000)
})
