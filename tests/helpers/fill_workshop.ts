import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { systemScope } from '@karkhana/kernel'
import { createRecord } from '@karkhana/kernel/resources'
import type { Workshop } from '@karkhana/kernel/testing'
import cars from '../../plugins/courtesy/cars.ts'
import { fillFeedback } from '../../database/demo/feedback.ts'
import { fillWorkshop as play } from '../../database/demo/main.ts'
import { Chance } from '../../database/demo/random.ts'
import { invite } from './invitations.ts'
import { registryOf, switchAllOn } from './modules.ts'

/** Gives an organisation a little of everything, so that tests have rows to look for. */
export async function fillWorkshop(workshop: Workshop, tickets = 8): Promise<void> {
  await fill(workshop, 7, tickets)
  await invite(await workshop.scope(), { kind: 'link', uses: 5 })
}

/** The same with every module on, also those that wait to be asked for: nothing that is installed stays unseen. */
export async function fillEverything(workshop: Workshop, tickets = 8): Promise<void> {
  await fillWorkshop(workshop, tickets)
  await switchAllOn(workshop, await registryOf())
  await fillFeedback(app, await workshop.scope(), new Chance(7))
  await createRecord(await workshop.scope(), cars, {
    values: { plate: 'MH 12 AB 1234', model: 'Tiago EV', state: 'free', dayRate: 120_000 },
  })
}

/** The same for another branch, with customers and vehicles of its own. */
export async function fillBranch(workshop: Workshop, branchId: string, tickets = 8): Promise<void> {
  await fill(workshop, 11, tickets, branchId)
}

async function fill(workshop: Workshop, seed: number, tickets: number, branchId?: string) {
  await workshop.member('technician')
  const until = DateTime.utc()
  const clock = { now: until }
  const scope = await systemScope(workshop.organisationId, 'test', undefined, () => clock.now)
  const there = branchId ? scope.with({ branchId }) : scope
  await play(there, clock, { seed, customers: 3, tickets }, until)
}
