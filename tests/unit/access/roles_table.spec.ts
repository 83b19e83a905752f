import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { KERNEL_PERMISSIONS } from '../../../app/access/kernel_permissions.ts'
import { ROLES } from '../../../app/access/permissions.ts'
import { readInstalledModules } from '../../../app/modules/installed.ts'
import { NOT_YET, ROLES_TABLE } from './roles_table.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

async function declared() {
  const modules = await readInstalledModules(root)
  const all = [...KERNEL_PERMISSIONS, ...modules.flatMap(({ manifest }) => manifest.permissions)]
  return new Map(all.map((permission) => [permission.id, permission]))
}

test.group('Built-in roles', () => {
  for (const { action, permissions, whole, roles } of ROLES_TABLE) {
    test(`follow the table of the trade: ${action}`, async ({ assert }) => {
      const known = await declared()
      for (const id of permissions) {
        const permission = known.get(id)
        assert.isDefined(permission, id)
        for (const role of ROLES) {
          const answer = roles[role]
          const partly = answer === 'own' || answer === 'limit'
          const expected = answer === 'yes' || (partly && !id.endsWith(whole!))
          assert.equal(permission!.roles.includes(role), expected, `${role}: ${id}`)
          assert.equal(permission!.byGrant.includes(role), answer === 'by grant', `${role}: ${id}`)
        }
      }
    })
  }

  test('wait for the modules of the actions that are not there yet', async ({ assert }) => {
    const ids = [...(await declared()).keys()]
    assert.deepEqual(
      ids.filter((id) => NOT_YET.test(id)),
      [],
      'the table of roles has an answer for these: add them there'
    )
  })

  test('cannot be given a permission by grant that they hold already', async ({ assert }) => {
    for (const { id, roles, byGrant } of (await declared()).values()) {
      assert.deepEqual(
        byGrant.filter((role) => roles.includes(role)),
        [],
        id
      )
    }
  })
})
