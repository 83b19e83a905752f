import { defineModuleSuite } from '@karkhana/kernel/testing'
import { v7 as uuidv7 } from 'uuid'
import manifest from '../../module.ts'
import { makeStatement } from '../../services/statements.ts'
import { DRIVER } from '../../settings.ts'

defineModuleSuite(manifest, {
  async fill(workshop) {
    const scope = await workshop.scope()
    await makeStatement(scope, scope.today().slice(0, 7))
    await scope.work((unit) =>
      unit.rows(
        `insert into sms_gateway_balances (organisation_id, id, driver_id, balance, checked_at)
         values (?, ?, ?, 12.5, ?)`,
        [scope.organisationId, uuidv7(), DRIVER, scope.now().toJSDate()]
      )
    )
  },
})
