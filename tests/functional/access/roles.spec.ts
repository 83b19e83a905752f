import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type Role from '../../../app/access/role.ts'
import { roleMatrix } from '../../../app/access/role_matrix.ts'
import { changeRole, createRole, getRole, removeRole } from '../../../app/access/roles.ts'
import { switchModule } from '../../../app/modules/switching.ts'

const registryOf = () => app.container.make(ModuleRegistry)
const plain = { description: null, grants: [] as string[], denials: [] as string[] }

/** What the form of a role sends when nothing is changed. */
const sent = ({ name, description, grants, denials, version }: Role) => ({
  name,
  description,
  grants,
  denials,
  version,
})

async function refusal(work: Promise<unknown>): Promise<{ code?: string; field?: string }> {
  return work.then(
    () => ({}),
    (error) => error
  )
}

test.group('Roles of an organisation’s own', () => {
  test('a copy of a role takes away and adds, in pages and API, from the next request on', async ({
    client,
  }) => {
    const workshop = await makeWorkshop()
    const admin = await workshop.token('admin')
    const created = await client
      .post('/api/v1/settings/roles')
      .bearerToken(admin)
      .json({
        name: 'Service advisor',
        base: 'manager',
        grants: ['accounting.report.view'],
        denials: ['invoicing.invoice.view', 'catalog.item.create'],
      })
    created.assertStatus(201)
    const { id, version } = created.body().data
    const advisor = await workshop.memberWith({ roleId: id })

    ;(await client.get('/tickets').loginAs(advisor.user)).assertStatus(200)
    ;(await client.get('/accounting/trial-balance').loginAs(advisor.user)).assertStatus(200)
    ;(await client.get('/invoicing').loginAs(advisor.user)).assertStatus(403)
    ;(await client.get('/catalog/create').loginAs(advisor.user)).assertStatus(403)

    const changed = await client
      .put(`/api/v1/settings/roles/${id}`)
      .bearerToken(admin)
      .json({ name: 'Service advisor', grants: [], denials: [], version })
    changed.assertStatus(200)
    ;(await client.get('/invoicing').loginAs(advisor.user)).assertStatus(200)
    ;(await client.get('/accounting/trial-balance').loginAs(advisor.user)).assertStatus(403)
  })

  test('a module that is switched on later brings its permissions to the roles copied from a built-in one', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const registry = await registryOf()
    const owner = await workshop.scope()
    await switchModule(owner, registry, 'invoicing', 'paused')
    const advisor = await workshop.memberWith({
      roleId: await workshop.role({ base: 'manager', denials: ['invoicing.invoice.issue'] }),
    })
    const nothing = await workshop.memberWith({ roleId: await workshop.role({ base: null }) })
    assert.isFalse((await advisor.scope()).can('invoicing.invoice.create'))

    await switchModule(await workshop.scope(), registry, 'invoicing', 'enabled')
    assert.isTrue((await advisor.scope()).can('invoicing.invoice.create'))
    assert.isFalse((await advisor.scope()).can('invoicing.invoice.issue'), 'denied before it came')
    assert.equal((await nothing.scope()).permissions.size, 0)
  })

  test('a denial wins over the base, a grant over nothing', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const denied = await workshop.memberWith({
      roleId: await workshop.role({ base: 'manager', denials: ['tickets.ticket.view_all'] }),
    })
    assert.isTrue((await denied.scope()).can('tickets.ticket.view'))
    assert.isFalse((await denied.scope()).can('tickets.ticket.view_all'))
    const granted = await workshop.memberWith({
      roleId: await workshop.role({ base: null, grants: ['tickets.ticket.view'] }),
    })
    assert.deepEqual([...(await granted.scope()).permissions], ['tickets.ticket.view'])
  })

  test('what says nothing is not kept, what contradicts itself or does not exist is refused at its field', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const [scope, registry] = [await workshop.scope(), await registryOf()]
    const role = await createRole(scope, registry, {
      name: 'Desk',
      base: 'manager',
      grants: ['tickets.ticket.view', 'kernel.audit.view', 'kernel.audit.view'],
      denials: ['kernel.role.manage', 'tickets.ticket.close'],
    })
    assert.deepEqual(role.grants, ['kernel.audit.view'])
    assert.deepEqual(role.denials, ['tickets.ticket.close'])

    const twice = { ...plain, base: null, grants: ['tickets.ticket.view'] }
    const both = await refusal(
      createRole(scope, registry, { ...twice, name: 'A role', denials: ['tickets.ticket.view'] })
    )
    assert.equal(both.code, 'E_PERMISSION_TWICE')
    const unknown = await refusal(
      createRole(scope, registry, { ...plain, name: 'B role', base: null, grants: ['tickets.fly'] })
    )
    assert.deepEqual([unknown.code, unknown.field], ['E_PERMISSION_UNKNOWN', 'grants.0'])
    for (const name of ['desk', 'DESK', 'manager', 'Owner']) {
      const taken = await refusal(createRole(scope, registry, { ...plain, name, base: null }))
      assert.deepEqual([taken.code, taken.field], ['E_ROLE_NAME', 'name'], name)
    }
  })

  test('nobody makes or changes a role to hold more than they have', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const registry = await registryOf()
    const keeper = await workshop.memberWith({
      roleId: await workshop.role({ base: 'technician', grants: ['kernel.role.manage'] }),
    })
    const scope = await keeper.scope()
    const attempts: [string, Promise<unknown>][] = [
      ['an owner', createRole(scope, registry, { ...plain, name: 'Boss', base: 'owner' })],
      ['a manager', createRole(scope, registry, { ...plain, name: 'Boss', base: 'manager' })],
      [
        'one permission',
        createRole(scope, registry, {
          ...plain,
          name: 'Boss',
          base: null,
          grants: ['accounting.entry.create'],
        }),
      ],
    ]
    for (const [what, attempt] of attempts) {
      const error = await refusal(attempt)
      assert.equal(error.code, 'E_ROLE_ABOVE_OWN', what)
    }
    const small = await createRole(scope, registry, {
      ...plain,
      name: 'Helper',
      base: null,
      grants: ['tickets.ticket.view'],
    })
    const raise = await refusal(
      changeRole(scope, registry, small.id, {
        ...sent(small),
        grants: ['tickets.ticket.view', 'invoicing.invoice.view'],
      })
    )
    assert.equal(raise.code, 'E_ROLE_ABOVE_OWN')

    const admin = await workshop.scope('admin')
    const strong = await workshop.role({ base: 'owner' })
    const strip = await refusal(
      changeRole(admin, registry, strong, {
        ...sent(await getRole(admin, strong)),
        name: 'Weakened',
      })
    )
    assert.equal(strip.code, 'E_ROLE_ABOVE_OWN', 'an admin leaves alone what is above admins')

    const body = { name: 'Chief', base: 'owner', grants: [], denials: [] }
    const api = await client
      .post('/api/v1/settings/roles')
      .bearerToken(await workshop.token('admin'))
      .json(body)
    api.assertStatus(422)
    assert.equal(api.body().code, 'E_ROLE_ABOVE_OWN')
  })

  test('nobody raises the role they hold, also not by what was granted to them alone', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const registry = await registryOf()
    const roleId = await workshop.role({ base: 'manager', grants: ['kernel.role.manage'] })
    const holder = await workshop.memberWith({ roleId, grants: ['kernel.audit.view'] })
    const scope = await holder.scope()
    assert.isTrue(scope.can('kernel.audit.view'))
    const role = await getRole(scope, roleId)
    const error = await refusal(
      changeRole(scope, registry, roleId, {
        ...sent(role),
        grants: [...role.grants, 'kernel.audit.view'],
      })
    )
    assert.deepEqual([error.code, error.field], ['E_ROLE_OWN', 'grants'])
    const lowered = await changeRole(scope, registry, roleId, {
      ...sent(role),
      denials: ['tickets.ticket.close'],
    })
    assert.deepEqual(lowered.denials, ['tickets.ticket.close'])
  })

  test('of two changes at once one wins, the other learns of it', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const [scope, registry] = [await workshop.scope(), await registryOf()]
    const role = await createRole(scope, registry, { ...plain, name: 'Desk', base: 'technician' })
    const change = (name: string) =>
      changeRole(scope, registry, role.id, { ...plain, name, version: role.version })
    const outcomes = await Promise.allSettled([change('Front desk'), change('Back desk')])
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.lengthOf(failures, 1)
    assert.equal((failures[0] as PromiseRejectedResult).reason.code, 'E_VERSION_CONFLICT')
  })

  test('a role is removed when nobody holds it, and its past invitations stay', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const [scope, registry] = [await workshop.scope(), await registryOf()]
    const roleId = await workshop.role({ name: 'Desk', base: 'technician' })
    const { membership } = await workshop.memberWith({ roleId, name: 'Ravi Kale' })
    const token = await workshop.token('admin')
    const remove = () => client.delete(`/api/v1/settings/roles/${roleId}`).bearerToken(token)

    const held = await remove()
    held.assertStatus(422)
    assert.equal(held.body().code, 'E_ROLE_IN_USE')
    assert.include(held.body().detail ?? held.text(), 'Ravi Kale holds this role.')

    await scope.work((unit) =>
      unit.rows("update memberships set role = 'technician', role_id = null where id = ?", [
        membership.id,
      ])
    )
    const invitation = await invite(scope, roleId)
    const invited = await refusal(removeRole(scope, registry, roleId))
    assert.equal(invited.code, 'E_ROLE_IN_USE')
    await scope.work((unit) =>
      unit.rows('update invitations set revoked_at = now() where id = ?', [invitation])
    )
    ;(await remove()).assertStatus(200)
    const [left] = await scope.read((unit) =>
      unit.rows<{ role: string; role_id: string | null }>(
        'select role, role_id from invitations where id = ?',
        [invitation]
      )
    )
    assert.deepEqual(left, { role: 'custom', role_id: null })
  })

  test('roles of another organisation do not exist', async ({ client, assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const theirs = await other.role({ name: 'Theirs', base: 'manager' })
    const token = await mine.token()
    const path = `/api/v1/settings/roles/${theirs}`
    const change = { name: 'Mine now', grants: [], denials: [], version: 1 }
    ;(await client.get(path).bearerToken(token)).assertStatus(404)
    ;(await client.put(path).bearerToken(token).json(change)).assertStatus(404)
    ;(await client.put(path).bearerToken(token).json({})).assertStatus(404)
    ;(await client.delete(path).bearerToken(token)).assertStatus(404)
    const list = await client.get('/api/v1/settings/roles').bearerToken(token)
    assert.notInclude(list.text(), theirs)
  })
})

test.group('Matrix of roles', () => {
  test('says what each role may do, who holds it and what its holders see', async ({ assert }) => {
    const workshop = await makeWorkshop()
    await workshop.member('technician')
    const roleId = await workshop.role({ name: 'Desk', base: 'manager' })
    await workshop.memberWith({ roleId })
    const scope = await workshop.scope()
    const { roles, groups } = await roleMatrix(scope, await registryOf())
    assert.deepEqual(
      roles.map(({ name, members }) => [name, members]),
      [
        ['Owner', 1],
        ['Admin', 0],
        ['Manager', 0],
        ['Accountant', 0],
        ['Technician', 1],
        ['Desk', 1],
      ]
    )
    const role = (name: string) => roles.find((each) => each.name === name)!
    assert.deepEqual(role('Technician').sees, [
      'tickets assigned to them',
      'job cards they work on',
    ])
    assert.deepEqual(role('Manager').sees, [])
    assert.isTrue(role('Desk').editable)
    assert.isFalse(role('Manager').editable, 'built-in ones stay')
    const shown = groups.flatMap(({ permissions }) => permissions.map(({ id }) => id))
    assert.sameMembers(shown, [...scope.permissions], 'an owner holds everything that is shown')
    const manager = new Set(role('Manager').permissions)
    assert.deepEqual(new Set(role('Desk').permissions), manager)
    assert.deepEqual(new Set((await workshop.scope('manager')).permissions), manager)
  })
})

async function invite(scope: Scope, roleId: string): Promise<string> {
  const id = crypto.randomUUID()
  await scope.work((unit) =>
    unit.table('invitations').insert({
      organisation_id: scope.organisationId,
      id,
      kind: 'link',
      role: 'custom',
      role_id: roleId,
      secret_hash: id,
      hint: '…',
      max_uses: 1,
      expires_at: scope.now().plus({ days: 1 }).toISO(),
      invited_by: 'Test',
    })
  )
  return id
}
