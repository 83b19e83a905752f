import { createRecord } from '@karkhana/kernel/resources'
import { defineModuleSuite } from '@karkhana/kernel/testing'
import cars from '../../cars.ts'
import manifest from '../../module.ts'
import { car } from '../support/cars.ts'

defineModuleSuite(manifest, {
  async fill(workshop) {
    await createRecord(await workshop.scope(), cars, { values: car() })
  },
})
