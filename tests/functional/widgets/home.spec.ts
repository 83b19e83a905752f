import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { slotFaults, stepsOf } from '@karkhana/kernel'
import { defineModule, permission, type ChartData, type Period } from '@karkhana/kernel/module'
import type { HomeCard } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { CONTRIBUTION_DEADLINE } from '../../../app/modules/contributed.ts'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { withModules } from '../../helpers/with_modules.ts'

/** What the cards of the fixture module do; each test sets its own. */
const read = {
  figures: async () => [
    { id: 'pulse.beats', label: 'Beats', value: 60, kind: 'number' as const, href: '/pulse' },
  ],
  list: async () => ({ id: 'pulse.late', title: 'Late beats', items: [{ id: '1', label: 'One' }] }),
  component: async (): Promise<object | null> => ({ score: 9 }),
  chart: async (_scope: unknown, period: Period): Promise<ChartData | null> => ({
    draw: 'bar',
    unit: 'number',
    axis: 'Day',
    labels: stepsOf(period).map(({ label }) => label),
    series: [{ label: 'Beats', values: stepsOf(period).map(() => 60) }],
    summary: `60 beats a day, ${period.id}.`,
  }),
}
const STANDARD = { ...read }

const EMPTY_CHART: ChartData = {
  draw: 'line',
  unit: 'number',
  axis: 'Day',
  labels: ['1 Nov'],
  series: [{ label: 'Beats', values: [0] }],
  summary: 'Nothing.',
}

const PULSE = defineModule({
  id: 'pulse',
  name: 'Pulse',
  description: 'Cards of every kind.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  initialState: 'available',
  permissions: [permission('pulse.card.view', 'See the cards', ['manager'])],
  widgets: [
    {
      id: 'pulse.figures',
      title: 'Pulse',
      permission: 'pulse.card.view',
      kind: 'figures',
      load: () => Promise.resolve({ default: () => read.figures() }),
    },
    {
      id: 'pulse.list',
      title: 'Late beats',
      permission: 'pulse.card.view',
      kind: 'list',
      load: () => Promise.resolve({ default: () => read.list() }),
    },
    {
      id: 'pulse.score',
      title: 'Score',
      permission: 'pulse.card.view',
      kind: 'component',
      component: 'pulse::score',
      load: () => Promise.resolve({ default: () => read.component() }),
    },
    {
      id: 'pulse.chart',
      title: 'Beats by day',
      permission: 'pulse.card.view',
      kind: 'chart',
      size: 'full',
      roles: ['owner'],
      load: () => Promise.resolve({ default: (scope, period) => read.chart(scope, period) }),
    },
  ],
})

test.group('Cards of the start page', (group) => {
  let mine: Workshop
  let other: Workshop

  group.setup(async () => {
    const takeOut = await withModules([PULSE])
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    return takeOut
  })
  group.each.setup(async () => {
    Object.assign(read, STANDARD)
    await setModuleState(mine, 'pulse', 'enabled')
  })

  async function cards(
    client: ApiClient,
    workshop = mine,
    role: 'owner' | 'technician' = 'owner'
  ): Promise<HomeCard[]> {
    const response = await client.get('/').loginAs(await workshop.user(role))
    response.assertStatus(200)
    return pageProps<{ cards: HomeCard[] }>(response).cards
  }
  const ids = (list: HomeCard[]) => list.map(({ id }) => id)
  const card = (list: HomeCard[], id: string) => list.find((each) => each.id === id)!

  test('are figures, lists and components, in the order of the menu', async ({
    client,
    assert,
  }) => {
    const list = await cards(client)
    assert.deepEqual(ids(list), [
      'tickets.figures',
      'jobcards.figures',
      'invoicing.figures',
      'accounting.figures',
      'pulse.figures',
      'pulse.list',
      'pulse.score',
      'pulse.chart',
    ])
    assert.containsSubset(card(list, 'pulse.figures'), { kind: 'figures', module: 'pulse' })
    assert.deepEqual(card(list, 'pulse.score'), {
      id: 'pulse.score',
      module: 'pulse',
      moduleName: 'Pulse',
      title: 'Score',
      size: 'half',
      kind: 'component',
      component: 'pulse::score',
      data: { score: 9 },
    })
  })

  test('stand when one of them throws; it says so in its place, and the admin is told whose it is', async ({
    client,
    assert,
  }) => {
    read.figures = () => Promise.reject(new Error('no beat was heard'))
    const list = await cards(client)
    assert.deepEqual(card(list, 'pulse.figures'), {
      id: 'pulse.figures',
      module: 'pulse',
      moduleName: 'Pulse',
      title: 'Pulse',
      size: 'half',
      kind: 'failed',
      failed: 'error',
    })
    for (const id of ['tickets.figures', 'pulse.list', 'pulse.score']) {
      assert.notEqual(card(list, id).kind, 'failed', id)
    }
    const [fault] = await slotFaults(await mine.scope(), 'pulse')
    assert.containsSubset(fault, { slot: 'pulse.figures', message: 'no beat was heard' })
  })

  test('are asked side by side, and none waits for the one before it', async ({
    client,
    assert,
  }) => {
    const all = Promise.withResolvers<void>()
    let asked = 0
    const together = async <T>(value: T) => {
      if (++asked === 3) all.resolve()
      await all.promise
      return value
    }
    read.figures = async () => together(await STANDARD.figures())
    read.list = async () => together(await STANDARD.list())
    read.component = async () => together({ score: 1 })
    const list = await cards(client)
    for (const id of ['pulse.figures', 'pulse.list', 'pulse.score']) {
      assert.notEqual(card(list, id).kind, 'failed', id)
    }
  })

  test('that are slow are shown as late, and the others stand', async ({ client, assert }) => {
    const slow = <T>(value: T) => sleep(CONTRIBUTION_DEADLINE * 5, value, { ref: false })
    read.figures = async () => slow(await STANDARD.figures())
    read.list = async () => slow(await STANDARD.list())
    read.component = async () => slow({ score: 1 })
    const list = await cards(client)
    const late = list.filter((each) => each.kind === 'failed' && each.failed === 'late')
    assert.deepEqual(ids(late), ['pulse.figures', 'pulse.list', 'pulse.score'])
    assert.equal(card(list, 'tickets.figures').kind, 'figures')
  })

  test('with nothing to show are left out', async ({ client, assert }) => {
    read.figures = () => Promise.resolve([])
    read.list = async () => ({ ...(await STANDARD.list()), items: [] })
    read.component = () => Promise.resolve(null)
    read.chart = () => Promise.resolve({ ...EMPTY_CHART })
    assert.isFalse(ids(await cards(client)).some((id) => id.startsWith('pulse')))
  })

  test('are those of modules that are on, for readers with the permission', async ({
    client,
    assert,
  }) => {
    const hasPulse = (list: HomeCard[]) => list.some(({ module }) => module === 'pulse')
    assert.isFalse(hasPulse(await cards(client, other)))
    assert.isFalse(hasPulse(await cards(client, mine, 'technician')))
    for (const state of ['paused', 'archived', 'purged'] as const) {
      await setModuleState(mine, 'pulse', state)
      assert.isFalse(hasPulse(await cards(client)), state)
    }
    await setModuleState(mine, 'pulse', 'enabled')
    assert.isTrue(hasPulse(await cards(client)))
  })
})
