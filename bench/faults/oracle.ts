import { setTimeout as sleep } from 'node:timers/promises'
import type { Gateway } from './gateway.ts'
import type { Acknowledged } from './load.ts'
import type { Observer } from './observer.ts'

/** What a run leaves behind, to be compared with what was asked for. */
interface Evidence {
  observer: Observer
  gateway: Gateway
  acknowledged: Acknowledged[]
  /** Processes that live. */
  nodes: number
}

/** What was found, and everything that is not as it has to be. */
export interface Verdict {
  problems: string[]
  counts: Record<string, number>
}

/** Statements that find no row, each with what a row means. `$1` is not used: every organisation is looked at. */
const NEVER: [meaning: string, sql: string][] = [
  [
    'orders that exist twice',
    `select reference from bench_orders_orders group by organisation_id, reference having count(*) > 1`,
  ],
  [
    'gaps or doubles in the numbers of orders',
    `select organisation_id from (
       select organisation_id, right(number, 5)::int as number,
              row_number() over (partition by organisation_id order by right(number, 5)::int) as place
         from bench_orders_orders) n where number <> place`,
  ],
  [
    'orders without exactly one event',
    `select r.id from bench_orders_orders r
       left join outbox o on o.organisation_id = r.organisation_id and o.payload ->> 'orderId' = r.id::text
      group by r.organisation_id, r.id having count(o.id) <> 1`,
  ],
  [
    'orders whose event was not handled exactly once',
    `select r.id from bench_orders_orders r
       left join bench_orders_handled h on h.organisation_id = r.organisation_id and h.order_id = r.id
      group by r.organisation_id, r.id having count(h.id) <> 1`,
  ],
  [
    'events of a customer that were handled out of their order',
    `select event_id from (
       select h.event_id, h.place, o.sequence,
              lag(h.place) over (partition by o.organisation_id, o.record order by o.sequence) as before
         from bench_orders_handled h
         join outbox o on o.organisation_id = h.organisation_id and o.id = h.event_id) s
      where before > place`,
  ],
  [
    'jobs whose effect is not there exactly once',
    `select r.id from bench_orders_orders r
      cross join (values ('confirm'), ('ship')) s(step)
       left join bench_orders_effects e
         on e.organisation_id = r.organisation_id and e.order_id = r.id and e.step = s.step
      group by r.organisation_id, r.id, s.step having count(e.id) <> 1`,
  ],
  [
    'orders without exactly two jobs',
    `select r.id from bench_orders_orders r
       left join jobs j on j.organisation_id = r.organisation_id and j.name = 'bench-orders.settle'
        and j.envelope -> 'payload' ->> 'orderId' = r.id::text
      group by r.organisation_id, r.id having count(j.id) <> 2`,
  ],
  [
    'orders whose webhook was not delivered',
    `select r.id from bench_orders_orders r
       join outbox o on o.organisation_id = r.organisation_id and o.payload ->> 'orderId' = r.id::text
      where (select count(*) from webhook_deliveries w
              where w.organisation_id = o.organisation_id and w.message_id = o.id and w.state = 'done') <> 1`,
  ],
  [
    'minutes that the schedule ran twice',
    `select due_at from bench_orders_minutes group by organisation_id, due_at having count(*) > 1`,
  ],
  [
    'runs of the schedule that were not done',
    `select r.id from schedule_runs r where r.state not in ('done', 'skipped')
        or (r.state = 'done' and r.schedule = 'bench-orders.minute' and not exists (
          select 1 from bench_orders_minutes m
           where m.organisation_id = r.organisation_id and m.due_at = r.due_at))`,
  ],
  ['dead events', `select id from event_deliveries where state = 'dead'`],
  ['dead webhooks', `select id from webhook_deliveries where state = 'dead'`],
  [
    'dead jobs',
    `select id from jobs where state = 'dead' union all select id from deployment_jobs where state = 'dead'`,
  ],
  [
    'claims that nobody gave back',
    `select id from event_deliveries where claimed_by is not null
     union all select id from webhook_deliveries where claimed_by is not null
     union all select id from jobs where node is not null`,
  ],
  [
    'transactions left open',
    `select pid::text from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend'
        and xact_start < now() - interval '10 seconds'
     union all select gid from pg_prepared_xacts`,
  ],
]

/** Compares what was asked for with what was done. */
export async function judge({
  observer,
  gateway,
  acknowledged,
  nodes,
}: Evidence): Promise<Verdict> {
  const problems: string[] = []
  for (const [meaning, sql] of NEVER) {
    const rows = await observer.rows(sql)
    if (rows.length === 0) continue
    const [first] = rows.map((row) => Object.values(row)[0] as string)
    problems.push(`${rows.length} ${meaning}, such as ${first}`)
  }
  problems.push(
    ...(await compareOrders(observer, acknowledged)),
    ...(await compareGateway(observer, gateway)),
    ...(await compareNodes(observer, nodes))
  )
  return { problems, counts: await count(observer, gateway) }
}

/** Every order that a client was told of is there, as it was told, and no other. */
async function compareOrders(observer: Observer, acknowledged: Acknowledged[]) {
  const stored = await observer.rows<{ organisation_id: string; id: string; number: string }>(
    'select organisation_id, id, number from bench_orders_orders'
  )
  const numbers = new Map(stored.map((row) => [`${row.organisation_id}/${row.id}`, row.number]))
  const wrong = acknowledged.filter(
    ({ organisationId, id, number }) => numbers.get(`${organisationId}/${id}`) !== number
  )
  return [
    ...(wrong.length > 0 ? [`${wrong.length} acknowledged orders are not there as told`] : []),
    ...(stored.length !== acknowledged.length
      ? [`${acknowledged.length} orders were acknowledged, ${stored.length} are there`]
      : []),
  ]
}

/** The service outside did each step of each order under one key: that of the effect. */
async function compareGateway(observer: Observer, { charges, webhooks, mixedUp }: Gateway) {
  const effects = await observer.rows<{ order_id: string; step: string; run_id: string }>(
    'select order_id, step, run_id from bench_orders_effects'
  )
  const byKey = new Map(effects.map((effect) => [effect.run_id, effect]))
  const alien = [...charges].filter(([key, { orderId, step }]) => {
    const effect = byKey.get(key)
    return effect?.order_id !== orderId || effect.step !== step
  })
  const missing = effects.filter(({ run_id: key }) => !charges.has(key))
  const events = await observer.rows<{ id: string }>(
    `select id from outbox where event = 'bench-orders.order_placed@1'`
  )
  const untold = events.filter(({ id }) => !webhooks.has(id))
  return [
    ...(alien.length > 0 ? [`${alien.length} charges outside belong to no effect`] : []),
    ...(missing.length > 0 ? [`${missing.length} effects were never charged outside`] : []),
    ...(mixedUp.length > 0 ? [`${mixedUp.length} keys came with differing requests`] : []),
    ...(untold.length > 0 ? [`${untold.length} webhooks never came`] : []),
  ]
}

/** Milliseconds in which the last one that was killed is found dead, and the last one that was started known. */
const NODE_PATIENCE = 30_000

/** The processes that live are known, nobody else; nobody holds a lock of a session but they. */
async function compareNodes(observer: Observer, expected: number): Promise<string[]> {
  const end = performance.now() + NODE_PATIENCE
  for (;;) {
    const problems = await nodeProblems(observer, expected)
    if (problems.length === 0 || performance.now() > end) return problems
    await sleep(500)
  }
}

async function nodeProblems(observer: Observer, expected: number): Promise<string[]> {
  const [found] = await observer.rows<{ nodes: number; uncleared: number; locks: number }>(
    `select (select count(*) from kernel_nodes where ended_at is null)::int as nodes,
            (select count(*) from kernel_nodes where ended_at is not null and cleared_at is null)::int as uncleared,
            (select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid
              where l.locktype = 'advisory' and a.datname = current_database()
                and (a.state = 'idle' or a.xact_start < now() - interval '10 seconds')
                and not exists (select 1 from kernel_nodes n where n.ended_at is null
                  and hashtextextended('kernel.node:' || n.id::text, 0)
                    = (l.classid::bigint << 32 | l.objid::bigint)))::int as locks`
  )
  return [
    ...(found.nodes !== expected ? [`${found.nodes} nodes live, ${expected} are known to`] : []),
    ...(found.uncleared > 0 ? [`${found.uncleared} nodes ended and were not cleared up`] : []),
    ...(found.locks > 0 ? [`${found.locks} locks are left`] : []),
  ]
}

async function count(observer: Observer, { charges, webhooks }: Gateway) {
  const [counts] = await observer.rows<Record<string, number>>(
    `select (select count(*) from bench_orders_orders)::int as orders,
            (select count(*) from outbox)::int as events,
            (select count(*) from jobs)::int as jobs,
            (select count(*) from schedule_runs where state = 'done')::int as "schedule runs",
            (select coalesce(sum(deaths), 0) from event_deliveries)::int as "events begun again",
            (select coalesce(sum(deaths), 0) from jobs)::int as "jobs begun again",
            (select coalesce(sum(deaths), 0) from webhook_deliveries)::int as "webhooks begun again"`
  )
  const repeated = (times: number[]) => times.reduce((sum, each) => sum + each - 1, 0)
  return {
    ...counts,
    'charges outside repeated': repeated([...charges.values()].map(({ requests }) => requests)),
    'webhooks repeated': repeated([...webhooks.values()]),
  }
}
