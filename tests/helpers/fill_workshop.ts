import { DateTime } from 'luxon'
import { systemScope } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { fillWorkshop as play } from '../../database/demo/main.ts'

/** Gives an organisation a little of everything, so that tests have rows to look for. */
export async function fillWorkshop(workshop: Workshop, tickets = 8): Promise<void> {
  await workshop.member('technician')
  const until = DateTime.utc()
  const clock = { now: until }
  const scope = await systemScope(workshop.organisationId, 'test', undefined, () => clock.now)
  await play(scope, clock, { seed: 7, customers: 3, tickets }, until)
}
