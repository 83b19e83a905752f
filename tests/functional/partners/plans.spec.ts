import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import {
  createPlan,
  listPlans,
  previewPlan,
  setPlanActive,
  updatePlan,
} from '../../../app/partners/services/plans.ts'
import { modulesInside } from '../../../app/partners/services/entitlements.ts'
import { modulesWithout } from '../../helpers/modules.ts'
import { makePartner, type TestPartner } from '../../helpers/partner.ts'

const registryOf = () => app.container.make(ModuleRegistry)

async function withPlan(partner: TestPartner, planId: string, name: string) {
  const workshop = await partner.workshop({ organisationName: name })
  await db.from('organisations').where('id', workshop.organisationId).update({ plan_id: planId })
  return workshop
}

async function standing(partner: TestPartner, id: string) {
  const rows = await modulesInside(await partner.scope(), await registryOf(), id)
  const { entitled, state } = rows.find((row) => row.id === 'jobcards')!
  return { entitled, state }
}

test.group('Plans', () => {
  test('a change reaches every organisation with the plan, and no other, as it was shown', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const registry = await registryOf()
    const scope = await partner.scope()
    const plan = await partner.plan()
    const [first, second] = [
      await withPlan(partner, plan.id, 'Alpha Garage'),
      await withPlan(partner, plan.id, 'Beta Garage'),
    ]
    const outside = await partner.workshop()
    const modules = modulesWithout(registry, 'jobcards')
    const preview = await previewPlan(scope, registry, plan.id, modules)
    assert.deepEqual(
      preview.effects.map(({ organisation, goesOff }) => [organisation.name, goesOff]),
      [
        ['Alpha Garage', ['Job cards']],
        ['Beta Garage', ['Job cards']],
      ]
    )
    const input = { name: plan.name, modules, version: 1, mark: preview.mark }
    await updatePlan(scope, registry, plan.id, input)
    for (const { organisationId } of [first, second]) {
      assert.deepEqual(await standing(partner, organisationId), {
        entitled: false,
        state: 'available',
      })
    }
    assert.deepEqual(await standing(partner, outside.organisationId), {
      entitled: true,
      state: 'enabled',
    })
    const rows = await (
      await second.scope()
    ).read((unit) =>
      unit.rows<{ actor_kind: string }>(
        `select actor_kind from audit_log where table_name = 'organisation_modules'
          and action = 'update'`
      )
    )
    const withdrawn = plan.modules.length - modules.length
    assert.deepEqual(rows, Array(withdrawn).fill({ actor_kind: 'partner' }))
  })

  test('nothing happens when an organisation took the plan up after the preview', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const registry = await registryOf()
    const scope = await partner.scope()
    const plan = await partner.plan()
    const modules = modulesWithout(registry, 'jobcards')
    const { mark } = await previewPlan(scope, registry, plan.id, modules)
    const late = await withPlan(partner, plan.id, 'Late Garage')
    await assert.rejects(
      () => updatePlan(scope, registry, plan.id, { name: plan.name, modules, version: 1, mark }),
      'Something has changed since this plan was shown.'
    )
    assert.deepEqual(await standing(partner, late.organisationId), {
      entitled: true,
      state: 'enabled',
    })
  })

  test('of two people who save at once, one wins and the other reads the plan again', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const registry = await registryOf()
    const scope = await partner.scope()
    const plan = await partner.plan()
    const { mark } = await previewPlan(scope, registry, plan.id, plan.modules)
    const input = { modules: plan.modules, version: 1, mark }
    const outcomes = await Promise.allSettled([
      updatePlan(scope, registry, plan.id, { ...input, name: `${plan.name} A` }),
      updatePlan(scope, registry, plan.id, { ...input, name: `${plan.name} B` }),
    ])
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.lengthOf(failures, 1)
    assert.equal((failures[0] as PromiseRejectedResult).reason.code, 'E_VERSION_CONFLICT')
  })

  test('a plan names what its modules need, once, and its name is its own', async ({ assert }) => {
    const partner = await makePartner()
    const registry = await registryOf()
    const scope = await partner.scope()
    const code = async (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: { code: string; field: string }) => [error.code, error.field]
      )
    assert.deepEqual(
      await code(createPlan(scope, registry, { name: 'A', modules: ['jobcards'] })),
      ['E_PLAN_INCOMPLETE', 'modules']
    )
    assert.deepEqual(await code(createPlan(scope, registry, { name: 'A', modules: ['nothing'] })), [
      'E_NOT_FOUND',
      'modules',
    ])
    const plan = await partner.plan(['gst'], 'Counter')
    assert.deepEqual(
      await code(createPlan(scope, registry, { name: 'COUNTER', modules: ['gst'] })),
      ['E_PLAN_NAME', 'name']
    )
    const other = await makePartner()
    assert.isNull(
      await code(createPlan(await other.scope(), registry, { name: 'Counter', modules: ['gst'] }))
    )
    await setPlanActive(scope, plan.id, false)
    assert.deepEqual(
      (await listPlans(scope)).map(({ name, active }) => [name, active]),
      [['Counter', false]]
    )
  })
})
