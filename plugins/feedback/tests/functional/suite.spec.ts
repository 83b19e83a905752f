import { randomUUID } from 'node:crypto'
import { defineModuleSuite } from '@karkhana/kernel/testing'
import manifest from '../../module.ts'
import Survey from '../../models/survey.ts'

defineModuleSuite(manifest, {
  async fill(workshop) {
    const scope = await workshop.scope()
    await scope.work(() =>
      Survey.create({
        jobId: randomUUID(),
        jobNumber: 'PUN-J26-00001',
        contactId: randomUUID(),
        customer: 'Raj Kumar',
        vehicleId: randomUUID(),
        vehicle: 'MH12AB1234',
        branchId: scope.branch.id,
        technicianId: null,
        language: 'en',
        channel: 'mail',
        askedAt: scope.now(),
        expiresAt: scope.now().plus({ days: 14 }),
      })
    )
  },
})
