import type { ApplicationService } from '@adonisjs/core/types'
import { DateTime } from 'luxon'
import { activeMembers, type Scope } from '@karkhana/kernel'
import { Agenda } from './agenda.ts'
import { arrivals } from './calendar.ts'
import { planCounterSales } from './counter_sales.ts'
import { FAULTS } from './faults.ts'
import { enterCatalogue, enterCustomers } from './masters.ts'
import { foundNashik, foundPune, scopeAt } from './organisations.ts'
import { Chance } from './random.ts'
import { planVisit } from './visit.ts'

const DAYS = 90

/** How much of everything a workshop gets. */
export interface DemoSize {
  seed: number
  customers: number
  tickets: number
}

/** Three months of a workshop in Pune, and a small shop in Nashik that works without job cards. */
export async function seedDemo(app: ApplicationService): Promise<void> {
  const until = DateTime.utc()
  const clock = { now: until }
  const pune = await scopeAt(await foundPune(app), clock)
  await fillWorkshop(pune, clock, { seed: 450, customers: 68, tickets: 200 }, until)
  const nashik = await scopeAt(await foundNashik(app), clock)
  await fillShop(nashik, clock, { seed: 422, customers: 10, tickets: 12 }, until)
}

/**
 * Plays the history of a workshop with job cards up to `until`. The clock of `scope` must be `clock`.
 */
export async function fillWorkshop(
  scope: Scope,
  clock: { now: DateTime },
  size: DemoSize,
  until: DateTime
) {
  const chance = new Chance(size.seed)
  const agenda = new Agenda(clock, until)
  clock.now = until.minus({ days: DAYS + 1 })
  const catalogue = await enterCatalogue(scope)
  const customers = await enterCustomers(scope, chance, size.customers)
  const technicians = (await activeMembers(scope, ['technician'])).map((member) => member.id)
  const shop = { scope, chance, agenda, catalogue, customers, technicians }
  for (const arrival of arrivals(chance, until, DAYS, size.tickets)) {
    planVisit(shop, arrival, chance.weighted(FAULTS))
  }
  await agenda.play()
  clock.now = until
}

/** Plays the history of a shop that sells over the counter: tickets and invoices, no job cards. */
async function fillShop(scope: Scope, clock: { now: DateTime }, size: DemoSize, until: DateTime) {
  const chance = new Chance(size.seed)
  const agenda = new Agenda(clock, until)
  clock.now = until.minus({ days: DAYS + 1 })
  const catalogue = await enterCatalogue(scope)
  const customers = await enterCustomers(scope, chance, size.customers)
  const shop = { scope, chance, agenda, catalogue, customers, technicians: [] }
  for (const arrival of arrivals(chance, until, DAYS, size.tickets)) {
    planCounterSales(shop, arrival, chance.weighted(FAULTS))
  }
  await agenda.play()
  clock.now = until
}
