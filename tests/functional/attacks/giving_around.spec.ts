import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { changeRole, getRole } from '../../../app/access/roles.ts'
import Invitation from '../../../app/identity/models/invitation.ts'
import {
  changeServiceAccount,
  createServiceAccount,
  switchServiceAccount,
} from '../../../app/tokens/service_accounts.ts'
import { createToken } from '../../../app/tokens/tokens.ts'
import { scopeOfToken } from '../../../app/tokens/open_token.ts'
import { invite } from '../../helpers/invitations.ts'

const registryOf = () => app.container.make(ModuleRegistry)

const codeOf = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error) => (error as { code: string }).code
  )

/** An organisation with a second branch, an admin of it alone, and a role of its own. */
async function twoPlaces() {
  const workshop = await makeWorkshop()
  const nashik = await workshop.branch('NSK')
  const admin = await workshop.memberWith({ role: 'admin', branchIds: [nashik.id] })
  const role = await workshop.role({ name: 'Helper', base: 'technician' })
  const raise = async () => {
    const scope = await admin.scope()
    const { name, description, denials, version } = await getRole(scope, role)
    return changeRole(scope, await registryOf(), role, {
      name,
      description,
      denials,
      version,
      grants: ['accounting.report.view'],
    })
  }
  return { workshop, nashik, role, raise }
}

test.group('Somebody of one branch who changes a role', () => {
  test('gives nothing to its holders in other branches', async ({ assert }) => {
    const { workshop, role, raise } = await twoPlaces()
    const everywhere = await workshop.memberWith({ roleId: role })
    assert.equal(await codeOf(raise()), 'E_BRANCH_ABOVE_OWN')
    assert.isFalse((await everywhere.scope()).can('accounting.report.view'))
  })

  test('nor to those who are invited there', async ({ assert }) => {
    const { workshop, nashik, role, raise } = await twoPlaces()
    const { invitation } = await invite(await workshop.scope(), { role })
    assert.equal(await codeOf(raise()), 'E_BRANCH_ABOVE_OWN')
    await (
      await workshop.scope()
    ).work((unit) =>
      Invitation.query({ client: unit.trx })
        .where('id', invitation.id)
        .update({ branch_ids: [nashik.id] })
    )
    assert.isNull(await codeOf(raise()))
  })

  test('gives it to the holders in their own branch', async ({ assert }) => {
    const { workshop, nashik, role, raise } = await twoPlaces()
    const there = await workshop.memberWith({ roleId: role, branchIds: [nashik.id] })
    assert.isNull(await codeOf(raise()))
    assert.isTrue((await there.scope()).can('accounting.report.view'))
  })
})

test.group('Invitations that a program made', () => {
  const program = { name: 'Staff sync', role: 'admin', branchIds: [] }

  async function madeByProgram() {
    const workshop = await makeWorkshop()
    const [owner, registry] = [await workshop.scope(), await registryOf()]
    const account = await createServiceAccount(owner, registry, program)
    const token = await createToken(owner, registry, {
      name: 'Staff sync',
      days: 1,
      abilities: ['*'],
      accountId: account.id,
    })
    const scope = (await scopeOfToken(token.value, { ip: null }))!
    const [strong, weak] = [
      await invite(scope, { role: 'admin', kind: 'link' }),
      await invite(scope, { role: 'technician', kind: 'link' }),
    ]
    const open = () =>
      owner.read(async () => {
        const rows = await Invitation.query().whereNull('revoked_at')
        return rows.map(({ id }) => id).sort()
      })
    return {
      owner,
      registry,
      account,
      strong: strong.invitation.id,
      weak: weak.invitation.id,
      open,
    }
  }

  test('end when it is switched off', async ({ assert }) => {
    const { owner, registry, account, strong, weak, open } = await madeByProgram()
    assert.deepEqual(await open(), [strong, weak].sort())
    await switchServiceAccount(owner, registry, account.id, false)
    assert.deepEqual(await open(), [])
  })

  test('end when its new role could not make them', async ({ assert }) => {
    const { owner, registry, account, weak, open } = await madeByProgram()
    await changeServiceAccount(owner, registry, account.id, { ...program, role: 'manager' })
    assert.deepEqual(await open(), [weak])
  })
})

test.group('Invitations of somebody whose role was cut', () => {
  test('end as far as the role could not make them now', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const owner = await workshop.scope()
    const roleId = await workshop.role({ name: 'Office', base: 'admin' })
    const office = await workshop.memberWith({ roleId })
    const scope = await office.scope()
    const strong = await invite(scope, { role: 'admin', kind: 'link' })
    const weak = await invite(scope, { role: 'technician', kind: 'link' })
    const others = await invite(owner, { role: 'admin', kind: 'link' })
    const { name, description, grants, version } = await getRole(owner, roleId)
    await changeRole(owner, await registryOf(), roleId, {
      name,
      description,
      grants,
      version,
      denials: ['kernel.secret.manage'],
    })
    const open = await owner.read(async () => Invitation.query().whereNull('revoked_at'))
    const ids = open.map(({ id }) => id)
    assert.sameMembers(ids, [weak.invitation.id, others.invitation.id])
    assert.notInclude(ids, strong.invitation.id)
  })
})
