import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type { ArrangedCard, HomeCard, PeriodId, Tile } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { pageProps } from '../../helpers/page_props.ts'

interface Home {
  cards: HomeCard[]
  arrangement: ArrangedCard[]
  arranged: boolean
  period: PeriodId
}

test.group('The start page of a member', (group) => {
  let mine: Workshop
  let other: Workshop

  group.setup(async () => {
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await fillWorkshop(mine)
  })

  type Role = 'owner' | 'manager' | 'technician'
  async function home(
    client: ApiClient,
    { of = mine, role = 'owner' as Role, query = '' } = {}
  ): Promise<Home> {
    const response = await client.get(`/${query}`).loginAs(await of.user(role))
    response.assertStatus(200)
    return pageProps<Home>(response)
  }
  async function arrange(client: ApiClient, cards: unknown, role: Role = 'owner') {
    return client
      .put('/home/arrangement')
      .header('accept', 'application/json')
      .loginAs(await mine.user(role))
      .withCsrfToken()
      .redirects(0)
      .json({ cards })
  }
  async function reset(client: ApiClient, role: Role = 'owner') {
    return client
      .delete('/home/arrangement')
      .loginAs(await mine.user(role))
      .withCsrfToken()
      .redirects(0)
  }
  const ids = (list: { id: string }[]) => list.map(({ id }) => id)
  const shown = ({ arrangement }: Home) => ids(arrangement.filter((card) => card.shown))

  test('keeps the order and what was hidden, for that member alone', async ({ client, assert }) => {
    const before = await home(client)
    assert.isFalse(before.arranged)
    const turned = before.arrangement
      .map(({ id }) => ({ id, shown: id !== 'tickets.figures' }))
      .reverse()
    const saved = await arrange(client, turned)
    saved.assertStatus(303)

    const after = await home(client)
    assert.isTrue(after.arranged)
    assert.deepEqual(ids(after.arrangement), ids(turned))
    assert.notInclude(ids(after.cards), 'tickets.figures')
    const read = ids(turned).filter((id) => ids(after.cards).includes(id))
    assert.deepEqual(ids(after.cards), read, 'cards stand in the order that was chosen')
    for (const foreign of [
      await home(client, { role: 'manager' }),
      await home(client, { of: other }),
    ]) {
      assert.isFalse(foreign.arranged)
      assert.include(ids(foreign.cards), 'tickets.figures')
    }

    const taken = await reset(client)
    taken.assertStatus(303)
    const again = await home(client)
    assert.isFalse(again.arranged)
    assert.deepEqual(ids(again.arrangement), ids(before.arrangement))
  })

  test('shows a card of a module that came on later, after those that were arranged', async ({
    client,
    assert,
  }) => {
    await setModuleState(mine, 'feedback', null)
    const { arrangement } = await home(client)
    await arrange(
      client,
      arrangement.map(({ id }) => ({ id, shown: true }))
    )
    await setModuleState(mine, 'feedback', 'enabled')
    const later = await home(client)
    assert.deepEqual(ids(later.arrangement).slice(-2), ['feedback.nps', 'feedback.nps_trend'])
    assert.includeMembers(shown(later), ['feedback.nps', 'feedback.nps_trend'])
    await reset(client)
  })

  test('begins with the cards of the role; others wait to be asked for', async ({
    client,
    assert,
  }) => {
    assert.include(shown(await home(client, { role: 'manager' })), 'jobcards.throughput')
    const technician = await home(client, { role: 'technician' })
    assert.include(ids(technician.arrangement), 'jobcards.throughput')
    assert.notInclude(shown(technician), 'jobcards.throughput')
    assert.notInclude(ids(technician.arrangement), 'invoicing.figures', 'no permission, no card')
    await arrange(client, [{ id: 'jobcards.throughput', shown: true }], 'technician')
    const asked = await home(client, { role: 'technician' })
    assert.include(ids(asked.cards), 'jobcards.throughput')
    await reset(client, 'technician')
  })

  test('refuses what is no arrangement', async ({ client, assert }) => {
    for (const cards of [
      undefined,
      [{ id: 'a' }],
      [
        { id: 'x', shown: true },
        { id: 'x', shown: true },
      ],
    ]) {
      const response = await arrange(client, cards)
      response.assertStatus(422)
      assert.isFalse((await home(client)).arranged, JSON.stringify(cards))
    }
  })

  test('is read for the period that was asked for, with figures and charts alike', async ({
    client,
    assert,
  }) => {
    const received = ({ cards }: Home): Tile => {
      const card = cards.find(({ id }) => id === 'invoicing.figures')
      return (card as Extract<HomeCard, { kind: 'figures' }>).tiles.find(
        ({ id }) => id === 'invoicing.received'
      )!
    }
    const chart = ({ cards }: Home) => {
      const card = cards.find(({ id }) => id === 'invoicing.billed_collected')
      return (card as Extract<HomeCard, { kind: 'chart' }>).chart
    }
    const month = await home(client)
    assert.equal(month.period, 'this_month')
    const year = await home(client, { query: '?period=this_year' })
    assert.equal(received(year).label, 'Received this financial year')
    const [, collected] = chart(year).series
    const sum = collected.values.reduce<number>((total, value) => total + (value ?? 0), 0)
    assert.isAbove(sum, 0)
    assert.equal(sum, received(year).value, 'the chart adds up to the figure')
    assert.lengthOf(collected.values, chart(year).labels.length)
    assert.equal((await home(client, { query: '?period=decade' })).period, 'this_month')
  })
})
