import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import {
  addWorkingMinutes,
  isOpen,
  ModuleRegistry,
  workingMinutesBetween,
  type Scope,
} from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { DateTime } from 'luxon'
import {
  activateBranch,
  deactivateBranch,
  orderBranches,
} from '../../../app/branches/branch_states.ts'
import { createBranch, getBranch, listBranches } from '../../../app/branches/branches.ts'
import { addHoliday, listHolidays, removeHoliday } from '../../../app/branches/holidays.ts'

const addBranch = async (scope: Scope, code: string, name: string) =>
  createBranch(scope, await app.container.make(ModuleRegistry), {
    code,
    name,
    addressLine1: '4 Phase One',
    city: 'Pune',
    postalCode: '411057',
    stateCode: '27',
  })
const names = async (scope: Scope) => (await listBranches(scope)).map(({ name }) => name)

/** Limits the member of a role to some branches. */
async function limit(workshop: Workshop, role: 'admin' | 'technician', branchIds: string[]) {
  const { membership } = await workshop.member(role)
  await (
    await workshop.scope()
  ).work((unit) =>
    unit.rows('update memberships set branch_ids = ?::uuid[] where id = ?', [
      branchIds,
      membership.id,
    ])
  )
}

test.group('Branches', () => {
  test('stand in their order; the first is the head office', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const second = await addBranch(scope, 'HIN', 'Hinjawadi')
    const third = await addBranch(scope, 'WAK', 'Wakad')
    assert.deepEqual(await names(scope), ['Pune', 'Hinjawadi', 'Wakad'])
    await orderBranches(scope, [third.id, scope.branch.id, second.id])
    assert.deepEqual(await names(scope), ['Wakad', 'Pune', 'Hinjawadi'])
    await assert.rejects(() => orderBranches(scope, [third.id]), /does not name every branch/)
    const twice = [third.id, third.id, second.id]
    await assert.rejects(() => orderBranches(scope, twice), /does not name every branch/)
  })

  test('close and open again; what was written stays', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const branch = await addBranch(await workshop.scope(), 'HIN', 'Hinjawadi')
    await deactivateBranch(await workshop.scope(), branch.id)
    const scope = await workshop.scope()
    assert.notInclude(
      scope.branches.map(({ id }) => id),
      branch.id
    )
    assert.isFalse((await getBranch(scope, branch.id)).active)
    await activateBranch(scope, branch.id)
    assert.lengthOf((await workshop.scope()).branches, 2)
  })

  test('the last one and the head office stay open, also when two people close at once', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await assert.rejects(() => deactivateBranch(scope, scope.branch.id), /only active branch/)
    const branch = await addBranch(scope, 'HIN', 'Hinjawadi')
    const outcomes = await Promise.allSettled([
      deactivateBranch(scope, scope.branch.id),
      deactivateBranch(scope, branch.id),
    ])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled']
    )
  })

  test('one that is somebody’s only branch says whose', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const branch = await addBranch(scope, 'HIN', 'Hinjawadi')
    await limit(workshop, 'technician', [branch.id])
    await assert.rejects(
      () => deactivateBranch(scope, branch.id),
      'Technician may work in Hinjawadi only.'
    )
    await limit(workshop, 'technician', [branch.id, scope.branch.id])
    await deactivateBranch(scope, branch.id)
  })

  test('people of some branches change those and arrange nothing', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const owner = await workshop.scope()
    const branch = await addBranch(owner, 'HIN', 'Hinjawadi')
    await limit(workshop, 'admin', [branch.id])
    const scope = await workshop.scope('admin')
    assert.deepEqual(await names(scope), ['Hinjawadi'])
    await assert.rejects(() => addBranch(scope, 'WAK', 'Wakad'), /concerns every branch/)
    await assert.rejects(() => deactivateBranch(scope, branch.id), /concern(s)? every branch/)
    const foreign = await client
      .put(`/api/v1/settings/branches/${owner.branch.id}`)
      .bearerToken(await workshop.token('admin'))
      .json({
        code: 'PUN',
        name: 'Pune',
        addressLine1: '12 Karve Road',
        city: 'Pune',
        postalCode: '411004',
        stateCode: '27',
      })
    foreign.assertStatus(404)
  })

  test('of another organisation are not there', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const { id } = (await other.scope()).branch
    await assert.rejects(() => deactivateBranch(scope, id), 'This branch does not exist.')
    await assert.rejects(() => getBranch(scope, id), 'This branch does not exist.')
  })

  test('choosing one sets where new documents belong, and another organisation’s is no choice', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const branch = await addBranch(await mine.scope(), 'HIN', 'Hinjawadi')
    const user = await mine.user()
    const choose = (branchId: string) =>
      client
        .post('/branches/switch')
        .loginAs(user)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json({ branchId })
        .redirects(0)
    const chosen = await choose(branch.id)
    chosen.assertStatus(303)
    assert.include(Object.values(chosen.session()), branch.id)
    ;(await choose((await other.scope()).branch.id)).assertStatus(422)
  })
})

test.group('The working calendar of a branch', () => {
  const at = (local: string) => DateTime.fromISO(local, { zone: 'Asia/Kolkata' })

  test('is Monday to Saturday until somebody says otherwise', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    assert.isTrue(await isOpen(scope, scope.branch.id, at('2026-11-21T10:00')))
    assert.isFalse(await isOpen(scope, scope.branch.id, at('2026-11-22T10:00')))
  })

  test('rests on its holidays and on those of every branch, not on another’s', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const branch = await addBranch(await workshop.scope(), 'HIN', 'Hinjawadi')
    const scope = await workshop.scope()
    await addHoliday(scope, { onDate: '2027-01-26', name: 'Republic Day' })
    await addHoliday(scope, { onDate: '2026-11-23', name: 'Moving house', branchId: branch.id })
    const open = (id: string, day: string) => isOpen(scope, id, at(`${day}T11:00`))
    assert.deepEqual(
      [
        await open(branch.id, '2027-01-26'),
        await open(scope.branch.id, '2027-01-26'),
        await open(branch.id, '2026-11-23'),
        await open(scope.branch.id, '2026-11-23'),
      ],
      [false, false, false, true]
    )
    const due = await addWorkingMinutes(scope, branch.id, at('2026-11-21T18:00'), 60)
    assert.equal(due.setZone('Asia/Kolkata').toFormat('dd HH:mm'), '24 10:00')
    assert.equal(await workingMinutesBetween(scope, branch.id, at('2026-11-21T18:00'), due), 60)
  })

  test('lists the holidays of one year, refuses a second on a day and forgets one', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const holiday = await addHoliday(scope, { onDate: '2026-11-08', name: 'Diwali' })
    await addHoliday(scope, { onDate: '2027-01-26', name: 'Republic Day' })
    await assert.rejects(
      () => addHoliday(scope, { onDate: '2026-11-08', name: 'Diwali', branchId: scope.branch.id }),
      'This day is a holiday already: Diwali.'
    )
    assert.deepEqual(
      (await listHolidays(scope, 2026)).map(({ onDate, name }) => [onDate, name]),
      [['2026-11-08', 'Diwali']]
    )
    await removeHoliday(scope, holiday.id)
    assert.lengthOf(await listHolidays(scope, 2026), 0)
  })

  test('of another organisation is neither seen nor changed', async ({ assert, client }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const holiday = await addHoliday(await other.scope(), { onDate: '2026-11-08', name: 'Diwali' })
    assert.lengthOf(await listHolidays(await mine.scope(), 2026), 0)
    const answer = await client
      .delete(`/api/v1/settings/holidays/${holiday.id}`)
      .bearerToken(await mine.token())
    answer.assertStatus(404)
    assert.lengthOf(await listHolidays(await other.scope(), 2026), 1)
  })

  test('takes split days and refuses hours that no clock can keep', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id } = scope.branch
    const { code, name, addressLine1, city, postalCode, stateCode, hours } = await getBranch(
      scope,
      id
    )
    const put = async (monday: string[][]) =>
      client
        .put(`/api/v1/settings/branches/${id}`)
        .bearerToken(await workshop.token())
        .json({
          ...{ code, name, addressLine1, city, postalCode, stateCode },
          hours: { ...hours, 1: monday },
        })
    const split = [
      ['09:00', '13:00'],
      ['14:00', '24:00'],
    ]
    ;(await put(split)).assertStatus(200)
    assert.isFalse(await isOpen(scope, id, at('2026-11-23T13:30')))
    assert.isTrue(await isOpen(scope, id, at('2026-11-23T23:59')))
    ;(await put([['18:00', '09:00']])).assertStatus(422)
    ;(await put([['25:00', '26:00']])).assertStatus(422)
    assert.deepEqual((await getBranch(scope, id)).hours[1], split)
  })
})
