import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop, settleSearch, type Workshop } from '@karkhana/kernel/testing'
import { search } from '../../../app/search/search.ts'
import { installedSources } from '../../../app/search/index/sources.ts'
import { setModule } from '../../helpers/extra_module.ts'
import { makeWholeShop, WORD, type WholeShop } from './whole_shop.ts'

/** Everything that the answer says, so that a hint of what is hidden shows. */
const told = async (scope: Scope, registry: ModuleRegistry, text: string) => {
  const { groups, instead } = await search(scope, registry, text, { limit: 20 })
  return { kinds: groups.map(({ id }) => id), all: JSON.stringify(groups), instead }
}

test.group('What a reader may not see', (group) => {
  let mine: Workshop
  let other: Workshop
  let shop: WholeShop
  let registry: ModuleRegistry

  group.setup(async () => {
    registry = await app.container.make(ModuleRegistry)
    mine = await makeWorkshop()
    other = await makeWorkshop()
    for (const workshop of [mine, other]) await setModule(workshop, 'courtesy', 'enabled')
    shop = await makeWholeShop(mine)
    await makeWholeShop(other)
    await settleSearch(mine)
    await settleSearch(other)
  })

  test('is found in no search of another organisation, whose own is', async ({ assert }) => {
    const sources = await installedSources(registry)
    const kinds = sources.map(({ source }) => source.id).filter((id) => id in shop.records)
    assert.sameMembers(Object.keys(shop.records), kinds)
    const own = await told(await mine.scope(), registry, WORD)
    const theirs = await told(await other.scope(), registry, WORD)
    assert.sameMembers(own.kinds, kinds)
    assert.sameMembers(theirs.kinds, kinds)
    for (const [kind, id] of Object.entries(shop.records)) {
      assert.include(own.all, id, kind)
      assert.notInclude(theirs.all, id, kind)
    }
  })

  test('is not found without the permission of its kind, nor while its module is off', async ({
    assert,
  }) => {
    const scope = await mine.scope()
    for (const { source, module } of await installedSources(registry)) {
      if (!(source.id in shop.records)) continue
      const permissions = new Set([...scope.permissions].filter((id) => id !== source.permission))
      const { kinds, all } = await told(scope.with({ permissions }), registry, WORD)
      assert.notInclude(kinds, source.id)
      assert.notInclude(all, shop.records[source.id], source.id)
      await setModule(mine, module.id, 'paused')
      assert.notInclude((await told(await mine.scope(), registry, WORD)).kinds, source.id)
      await setModule(mine, module.id, 'enabled')
      assert.include((await told(await other.scope(), registry, WORD)).kinds, source.id)
    }
  })

  test('is not found, counted nor paged to where only own records are seen', async ({ assert }) => {
    const technician = await (await mine.memberWith({ role: 'technician' })).scope()
    const { kinds } = await told(technician, registry, WORD)
    assert.notInclude(kinds, 'tickets.tickets')
    assert.notInclude(kinds, 'jobcards.jobs')
    for (const kind of ['tickets.tickets', 'jobcards.jobs']) {
      const { groups } = await search(technician, registry, WORD, { limit: 1, kind })
      assert.deepEqual(groups, [])
    }
    const [me] = [await mine.memberWith({ role: 'technician' })]
    await (
      await mine.scope()
    ).work((unit) =>
      unit.rows('update tickets_tickets set assignee_id = ? where id = ?', [
        me.membership.id,
        shop.records['tickets.tickets'],
      ])
    )
    await settleSearch(mine)
    assert.include((await told(await me.scope(), registry, WORD)).kinds, 'tickets.tickets')
    assert.notInclude((await told(technician, registry, WORD)).kinds, 'tickets.tickets')
  })

  test('is not found in branches of others, and misspelling it hints at nothing', async ({
    assert,
  }) => {
    const elsewhere = await mine.branch('NSK')
    const member = await mine.memberWith({ role: 'manager', branchIds: [elsewhere.id] })
    const scope = await member.scope()
    const { kinds } = await told(scope, registry, WORD)
    for (const kind of ['tickets.tickets', 'jobcards.jobs', 'invoicing.invoices']) {
      assert.notInclude(kinds, kind)
    }
    const blind = scope.with({ permissions: new Set(['tickets.ticket.view']) })
    const { all, instead } = await told(blind, registry, WORD.replace('ll', 'l'))
    assert.equal(all, '[]')
    assert.isNull(instead)
  })

  test('is not shown by an index that has not heard of it yet', async ({ assert }) => {
    const me = await mine.memberWith({ role: 'technician' })
    const owner = await mine.scope()
    const id = shop.records['tickets.tickets']
    const assign = (member: string | null) =>
      owner.work((unit) =>
        unit.rows('update tickets_tickets set assignee_id = ? where id = ?', [member, id])
      )
    await assign(me.membership.id)
    await settleSearch(mine)
    assert.include((await told(await me.scope(), registry, WORD)).kinds, 'tickets.tickets')
    await assign(null)
    await owner.work((unit) =>
      unit.rows('delete from search_changes where organisation_id = ?', [owner.organisationId])
    )
    assert.notInclude((await told(await me.scope(), registry, WORD)).kinds, 'tickets.tickets')
  })
})
