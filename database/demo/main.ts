import type { ApplicationService } from '@adonisjs/core/types'
import { DateTime } from 'luxon'
import { activeMembers, type Scope } from '@karkhana/kernel'
import { discardWaitingJobs } from '@karkhana/kernel/jobs'
import { Agenda } from './agenda.ts'
import { arrivals } from './calendar.ts'
import { planCounterSales } from './counter_sales.ts'
import { FAULTS, type Fault } from './faults.ts'
import { enterCatalogue, enterCustomers } from './masters.ts'
import { fillFeedback } from './feedback.ts'
import { foundNashik, foundPune, scopeAt } from './organisations.ts'
import { foundPartner } from './partner.ts'
import { Chance } from './random.ts'
import { planVisit, type Shop } from './visit.ts'

const DAYS = 90

interface Clock {
  now: DateTime
}

/** How much of everything a workshop gets. */
export interface DemoSize {
  seed: number
  customers: number
  tickets: number
}

/** Three months of a workshop in Pune, a small shop in Nashik without job cards, and the partner of both. */
export async function seedDemo(app: ApplicationService): Promise<void> {
  const until = DateTime.utc()
  const clock = { now: until }
  const pune = await scopeAt(await foundPune(app), clock)
  await fillWorkshop(pune, clock, { seed: 450, customers: 68, tickets: 200 }, until)
  await fillFeedback(app, pune, new Chance(77))
  const nashik = await scopeAt(await foundNashik(app), clock)
  await fillShop(nashik, clock, { seed: 422, customers: 10, tickets: 12 }, until)
  await foundPartner(app, { workshop: pune.organisationId, shop: nashik.organisationId })
}

/** Plans the visits of a shop. */
type Plan = (shop: Shop, arrival: DateTime, fault: Fault) => void

/** Plays the history of a workshop with job cards up to `until`. The clock of `scope` must be `clock`. */
export function fillWorkshop(scope: Scope, clock: Clock, size: DemoSize, until: DateTime) {
  return play(scope, clock, size, until, planVisit)
}

/** Plays the history of a shop that sells over the counter: tickets and invoices, no job cards. */
function fillShop(scope: Scope, clock: Clock, size: DemoSize, until: DateTime) {
  return play(scope, clock, size, until, planCounterSales)
}

/** Plays masters and visits; nobody is mailed about the past. */
async function play(scope: Scope, clock: Clock, size: DemoSize, until: DateTime, plan: Plan) {
  const chance = new Chance(size.seed)
  const agenda = new Agenda(clock, until)
  clock.now = until.minus({ days: DAYS + 1 })
  const shop = await scope.work(async (): Promise<Shop> => {
    const catalogue = await enterCatalogue(scope)
    const customers = await enterCustomers(scope, chance, size.customers)
    const technicians = (await activeMembers(scope, ['technician'])).map((member) => member.id)
    return { scope, chance, agenda, catalogue, customers, technicians }
  })
  for (const arrival of arrivals(chance, until, DAYS, size.tickets)) {
    plan(shop, arrival, chance.weighted(FAULTS))
  }
  await agenda.play((steps) => scope.work(steps))
  await scope.work(discardWaitingJobs)
  clock.now = until
}
