import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry, nextNumber } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { getOrganisation, updateOrganisation } from '../../../app/settings/organisation.ts'

const PROFILE = { name: 'Volt & Wheel', legalName: 'Volt & Wheel Services LLP' }
const registry = () => app.container.make(ModuleRegistry)

test.group('The profile of an organisation', () => {
  test('is changed by people who may, and only theirs', async ({ client, assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const before = await getOrganisation(await other.scope())
    const response = await client
      .put('/api/v1/settings/organisation')
      .bearerToken(await mine.token())
      .json({
        ...PROFILE,
        name: 'Volt & Wheel Pune',
        website: 'https://voltwheel.example',
        timezone: 'Asia/Kathmandu',
        id: before.id,
        organisation_id: before.id,
        partnerId: '01890000-0000-7000-8000-000000000000',
      })
    response.assertStatus(200)
    const { name, website, timezone, partnerId } = await getOrganisation(await mine.scope())
    assert.deepEqual(
      [name, website, timezone, partnerId],
      ['Volt & Wheel Pune', 'https://voltwheel.example', 'Asia/Kathmandu', null]
    )
    const after = await getOrganisation(await other.scope())
    assert.deepEqual(after.serialize(), before.serialize())
    const refused = await client
      .put('/api/v1/settings/organisation')
      .bearerToken(await mine.token('manager'))
      .json(PROFILE)
    refused.assertStatus(403)
  })

  test('tells who came second when two people save at once', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const modules = await registry()
    const { version } = await getOrganisation(scope)
    const outcomes = await Promise.allSettled([
      updateOrganisation(scope, modules, { ...PROFILE, name: 'First', version }),
      updateOrganisation(scope, modules, { ...PROFILE, name: 'Second', version }),
    ])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.lengthOf(refused, 1)
    assert.equal(refused[0].reason.code, 'E_VERSION_CONFLICT')
  })

  test('refuses a time zone, a website and a month that there are not', async ({ client }) => {
    const token = await (await makeWorkshop()).token()
    const put = (body: object) =>
      client
        .put('/api/v1/settings/organisation')
        .bearerToken(token)
        .json({ ...PROFILE, ...body })
    ;(await put({ timezone: 'Asia/Atlantis' })).assertStatus(422)
    ;(await put({ website: 'javascript:alert(1)' })).assertStatus(422)
    ;(await put({ financialYearStart: 13 })).assertStatus(422)
  })

  test('moves the financial year until a document is numbered in it', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const modules = await registry()
    const move = async (financialYearStart: number) =>
      updateOrganisation(await workshop.scope(), modules, { ...PROFILE, financialYearStart })
    assert.equal((await move(1)).financialYearStart, 1)
    await move(4)
    const scope = await workshop.scope()
    await scope.work((unit) =>
      nextNumber(unit, {
        series: 'invoicing.invoice',
        branch: scope.branch,
        date: scope.today(),
      })
    )
    await assert.rejects(() => move(1), /has begun: Invoices are numbered in it/)
    await updateOrganisation(await workshop.scope(), modules, { ...PROFILE, financialYearStart: 4 })
  })

  test('moves the financial year when only earlier years have documents', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const date = `${Number(scope.today().slice(0, 4)) - 3}-06-01`
    await scope.work((unit) =>
      nextNumber(unit, { series: 'invoicing.invoice', branch: scope.branch, date })
    )
    const moved = await updateOrganisation(scope, await registry(), {
      ...PROFILE,
      financialYearStart: 1,
    })
    assert.equal(moved.financialYearStart, 1)
  })
})
