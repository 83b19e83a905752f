import { defineModuleSuite } from '@karkhana/kernel/testing'
import { fillWorkshop } from '../../../../tests/helpers/fill_workshop.ts'
import manifest from '../../module.ts'
import { lockPeriod } from '../../services/periods.ts'

defineModuleSuite(manifest, {
  async fill(workshop) {
    await fillWorkshop(workshop, 4)
    await lockPeriod(await workshop.scope(), { lockedUntil: '2020-03-31', reason: 'Closed' })
  },
})
