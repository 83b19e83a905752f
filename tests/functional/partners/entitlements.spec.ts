import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, RuleError } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { switchModule } from '../../../app/modules/switching.ts'
import {
  changeModule,
  modulesInside,
  previewModule,
} from '../../../app/partners/services/entitlements.ts'
import { assignPlan, previewAssignment } from '../../../app/partners/services/plans.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { modulesWithout } from '../../helpers/modules.ts'
import { makePartner } from '../../helpers/partner.ts'

const registryOf = () => app.container.make(ModuleRegistry)

/** How a module stands for an organisation, as its partner sees it. */
async function standing(
  partner: Awaited<ReturnType<typeof makePartner>>,
  id: string,
  module: string
) {
  const rows = await modulesInside(await partner.scope(), await registryOf(), id)
  const { entitled, state } = rows.find((row) => row.id === module)!
  return { entitled, state }
}

test.group('Entitled and enabled', () => {
  test('an owner switches on only what the organisation is entitled to, and is told whom to ask', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const id = workshop.organisationId
    const registry = await registryOf()
    const scope = await partner.scope()
    await changeModule(scope, registry, id, 'jobcards', { to: 'withdrawn', shown: ['jobcards'] })
    const token = await workshop.token()
    const refused = await client
      .post('/api/v1/settings/modules/jobcards/switch')
      .bearerToken(token)
      .json({ to: 'enabled' })
    refused.assertStatus(422)
    refused.assertBodyContains({
      code: 'E_MODULE_NOT_ENTITLED',
      next: 'Ask your partner to add it.',
    })
    const list = await client.get('/api/v1/settings/modules').bearerToken(token)
    const row = (list.body().data as { id: string; entitled: boolean; state: string }[]).find(
      (each) => each.id === 'jobcards'
    )
    assert.containsSubset(row, { entitled: false, state: 'available' })

    await changeModule(scope, registry, id, 'jobcards', { to: 'entitled', shown: [] })
    assert.deepEqual(await standing(partner, id, 'jobcards'), { entitled: true, state: 'paused' })
    const on = await client
      .post('/api/v1/settings/modules/jobcards/switch')
      .bearerToken(token)
      .json({ to: 'enabled' })
    on.assertStatus(200)
  })

  test('an organisation without a partner may switch on everything, as before', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const registry = await registryOf()
    await switchModule(await workshop.scope(), registry, 'jobcards', 'paused')
    const list = await client.get('/api/v1/settings/modules').bearerToken(await workshop.token())
    const rows = list.body().data as { entitled: boolean }[]
    assert.isTrue(rows.every((row) => row.entitled))
    const plan = await switchModule(await workshop.scope(), registry, 'jobcards', 'enabled')
    assert.isNull(plan.refused)
  })

  test('withdrawing shows what goes off with it, takes it off in one piece and keeps the data', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const untouched = await partner.workshop()
    await fillWorkshop(workshop)
    const id = workshop.organisationId
    const registry = await registryOf()
    const scope = await partner.scope()
    const count = async () => {
      const [row] = await (
        await workshop.scope()
      ).read((unit) =>
        unit.rows<{ tickets: number; jobs: number }>(
          `select (select count(*)::int from tickets_tickets) as tickets,
                  (select count(*)::int from jobcards_jobs) as jobs`
        )
      )
      return row
    }
    const before = await count()
    assert.isAbove(before.tickets, 0)
    const plan = await previewModule(scope, registry, id, 'tickets', 'withdrawn')
    assert.deepEqual(
      plan.steps.map((step) => step.module),
      ['jobcards', 'tickets']
    )
    assert.include(plan.effects, 'Job cards goes off too, because it needs Tickets.')
    await changeModule(scope, registry, id, 'tickets', {
      to: 'withdrawn',
      shown: plan.steps.map((step) => step.module),
    })
    assert.deepEqual(await standing(partner, id, 'tickets'), {
      entitled: false,
      state: 'available',
    })
    assert.deepEqual(await standing(partner, id, 'jobcards'), { entitled: true, state: 'paused' })
    assert.deepEqual(await standing(partner, untouched.organisationId, 'tickets'), {
      entitled: true,
      state: 'enabled',
    })
    assert.deepEqual(await count(), before)
    assert.isFalse((await workshop.scope()).can('tickets.ticket.view'))
  })

  test('nothing goes off that was not shown', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const id = workshop.organisationId
    const registry = await registryOf()
    const scope = await partner.scope()
    await assert.rejects(
      () => changeModule(scope, registry, id, 'tickets', { to: 'withdrawn', shown: ['tickets'] }),
      'Something has changed since this plan was shown.'
    )
    assert.deepEqual(await standing(partner, id, 'tickets'), { entitled: true, state: 'enabled' })
  })

  test('the partner cannot switch on what it did not entitle, nor off what others need', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const id = workshop.organisationId
    const registry = await registryOf()
    const scope = await partner.scope()
    const off = await previewModule(scope, registry, id, 'tickets', 'paused')
    assert.equal(off.refused?.message, 'Tickets is needed by: Job cards.')
    await changeModule(scope, registry, id, 'jobcards', { to: 'withdrawn', shown: ['jobcards'] })
    try {
      await changeModule(scope, registry, id, 'jobcards', { to: 'enabled', shown: [] })
      assert.fail('it was switched on')
    } catch (error) {
      assert.instanceOf(error, RuleError)
      assert.equal((error as RuleError).next, 'Add it to what the organisation may use first.')
    }
  })

  test('what the partner does stands in the audit trail of the organisation under its name', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const id = workshop.organisationId
    const manager = await partner.user()
    await changeModule(await partner.scope(), await registryOf(), id, 'jobcards', {
      to: 'paused',
      shown: [],
    })
    const rows = await (
      await workshop.scope()
    ).read((unit) =>
      unit.rows<{ actor_kind: string; actor_id: string; by: [string, string] }>(
        `select actor_kind, actor_id, changes -> 'changed_by' as by from audit_log
          where table_name = 'organisation_modules' and action = 'update' order by at desc limit 1`
      )
    )
    assert.deepEqual(
      [rows[0].actor_kind, rows[0].actor_id, rows[0].by[1]],
      ['partner', manager.id, `${manager.name} (${partner.name})`]
    )
  })
})

test.group('Plan of an organisation', () => {
  test('another plan takes away and gives exactly what it says, after showing it', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const id = workshop.organisationId
    const registry = await registryOf()
    const scope = await partner.scope()
    const kept = modulesWithout(registry, 'jobcards')
    const others = registry.manifests().filter((manifest) => !kept.includes(manifest.id))
    const lost = others.map(({ name }) => name)
    const counter = await partner.plan(kept)
    const preview = await previewAssignment(scope, registry, id, counter.id)
    assert.deepEqual(preview.effects, [
      {
        organisation: { id, name: 'Volt & Wheel' },
        gains: [],
        loses: [...lost].reverse(),
        goesOff: ['Job cards'],
      },
    ])
    await assert.rejects(
      () => assignPlan(scope, registry, id, { planId: counter.id, mark: 'something else' }),
      'Something has changed since this plan was shown.'
    )
    assert.deepEqual(await standing(partner, id, 'jobcards'), { entitled: true, state: 'enabled' })
    await assignPlan(scope, registry, id, { planId: counter.id, mark: preview.mark })
    assert.deepEqual(await standing(partner, id, 'jobcards'), {
      entitled: false,
      state: 'available',
    })

    const full = await partner.plan()
    const back = await previewAssignment(scope, registry, id, full.id)
    assert.deepEqual(back.effects[0].gains, lost)
    await assignPlan(scope, registry, id, { planId: full.id, mark: back.mark })
    assert.deepEqual(
      await standing(partner, id, 'jobcards'),
      {
        entitled: true,
        state: 'paused',
      },
      'nothing is switched on by itself'
    )
  })

  test('a plan of another partner, or a retired one, is not given', async ({ assert }) => {
    const [partner, other] = [await makePartner(), await makePartner()]
    const workshop = await partner.workshop()
    const registry = await registryOf()
    const foreign = await other.plan()
    const scope = await partner.scope()
    await assert.rejects(
      () => assignPlan(scope, registry, workshop.organisationId, { planId: foreign.id, mark: 'x' }),
      'This plan does not exist.'
    )
    const retired = await partner.plan()
    await retired.merge({ active: false }).save()
    await assert.rejects(
      () => assignPlan(scope, registry, workshop.organisationId, { planId: retired.id, mark: 'x' }),
      'This plan does not exist.'
    )
  })
})
