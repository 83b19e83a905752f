import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { listEvents } from '../../../app/audit/events.ts'
import { leaveOrganisation, updateMember } from '../../../app/identity/services/members_change.ts'
import { Visitor } from '../../helpers/visitor.ts'

const registryOf = () => app.container.make(ModuleRegistry)

test.group('The trail of an organisation', () => {
  for (const way of ['were let go', 'left'] as const) {
    test(`tells what people did with their account until they ${way}, and nothing after`, async ({
      assert,
    }) => {
      const workshop = await makeWorkshop()
      const owner = await workshop.scope()
      const { user, membership } = await workshop.member('technician')
      const told = async () => {
        const { rows } = await listEvents(owner, { filters: { who: `user:${user.id}` } })
        return rows.filter(({ kind }) => kind === 'sign_in.failed').length
      }
      const fail = () => new Visitor().signIn(user.email, 'not the password')
      await fail()
      assert.equal(await told(), 1)
      if (way === 'left') {
        await leaveOrganisation(await workshop.scope('technician'), await registryOf())
      } else {
        await updateMember(owner, await registryOf(), membership.id, { active: false })
      }
      await fail()
      assert.equal(await told(), 1)
      assert.equal((await new Visitor().signIn(user.email, TEST_PASSWORD)).status, 303)
    })
  }
})
