import { translate } from '@karkhana/kernel'
import { defineSamples } from '@karkhana/kernel/module'
import { createJob } from '../services/jobs.ts'
import { saveLines, type LineInput } from '../services/lines.ts'

/** Two vehicles in the workshop, one with labour and a part on its card. */
export default defineSamples({
  id: 'jobcards.samples',
  table: 'jobcards_jobs',
  permission: 'jobcards.job.create',
  requires: ['contacts.samples', 'vehicles.samples', 'catalog.samples'],
  async make(scope, made) {
    const [contacts, vehicles] = [made('contacts.samples'), made('vehicles.samples')]
    const [labour, , pads] = made('catalog.samples')
    const say = (key: string) => translate(scope.language, `jobcards.samples.${key}`)
    const first = await createJob(scope, {
      contactId: contacts[0],
      vehicleId: vehicles[0],
      complaint: say('brakes'),
      odometerIn: 48260,
    })
    const second = await createJob(scope, {
      contactId: contacts[2],
      vehicleId: vehicles[2],
      complaint: say('service'),
      odometerIn: 112900,
    })
    const lines: LineInput[] = [
      {
        ...LINE,
        kind: 'part',
        itemId: pads,
        description: 'Brake pads, front set',
        hsn: '8708',
        unit: 'SET',
        unitPrice: '1450.00',
      },
      {
        ...LINE,
        kind: 'labour',
        itemId: labour,
        description: 'Repair labour, per hour',
        hsn: '998714',
        unit: 'OTH',
        unitPrice: '600.00',
      },
    ]
    await saveLines(scope, first.id, { lines, version: first.version })
    return [first.id, second.id]
  },
})

const LINE = { quantity: '1', discountPercent: '0', treatment: 'taxable', state: 'open' } as const
