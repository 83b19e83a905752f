/**
 * Kills servers and workers while orders come in that tell events and begin jobs, then counts: every order, event and
 * effect is there once, and nothing is left behind. See bench/faults/README.md.
 *
 *   node --import=@poppinss/ts-exec bench/faults.ts [--driver pgboss|bullmq] [--kills 1000] [--seed 1] [--record]
 *   … --smoke  a few kills, to see that it runs
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDeployment } from './faults/deployment.ts'
import { figuresOf, printFigures, recordFigures } from './faults/figures.ts'
import { Fleet } from './faults/fleet.ts'
import { Gateway } from './faults/gateway.ts'
import { killAtRandom } from './faults/kills.ts'
import { Load } from './faults/load.ts'
import { Observer } from './faults/observer.ts'
import { readOptions } from './faults/options.ts'
import { judge } from './faults/oracle.ts'
import { Random } from './faults/random.ts'
import { drain } from './faults/drain.ts'
import { openRedis, outage } from './faults/redis.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const options = readOptions(process.argv.slice(2))
const { driver, seed, build } = options
const random = new Random(seed)
console.log(`${options.kills} kills on ${driver}, seed ${seed}`)

const redis = driver === 'bullmq' ? await openRedis() : null
const gateway = new Gateway(new Random(seed + 1))
const url = await gateway.start()
const deployment = await openDeployment(
  root,
  { build, gateway: url },
  { QUEUE_DRIVER: driver, REDIS_URL: redis?.url ?? '' }
)
const { environment, organisations, adminUrl } = deployment
const cache = path.join(root, 'node_modules/.cache/bench-faults')
const fleet = new Fleet({ root, build, environment, cache })
const observer = new Observer(adminUrl)
let failed = true
const close = async () => {
  fleet.abandon()
  gateway.stop()
  await observer.client.end()
  await deployment.close()
  await redis?.stop()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close().finally(() => process.exit(130)))
}
try {
  const began = Date.now()
  await observer.client.connect()
  const ports = await deployment.ports(options.web + options.workers)
  const web = ports.slice(0, options.web)
  await fleet.start(web, ports.slice(options.web))
  const rest = options.smoke ? 100 : 400
  const load = new Load({ organisations, ports: web, random: new Random(seed + 2), rest })
  console.log(`${fleet.slots.length} processes work`)
  load.start(options.clients)

  const scene = { fleet, gateway, load, observer, random }
  const kills = await killAtRandom(scene, options.kills, options.gap)
  if (redis) await outage(redis, options.outage)
  await fleet.settled()
  await load.stop()
  console.log(`${load.acknowledged.length} orders are acknowledged`)
  const drained = await drain(observer)
  const verdict = await judge({
    observer,
    gateway,
    acknowledged: load.acknowledged,
    nodes: fleet.slots.length,
  })
  const problems = [...fleet.faults, ...verdict.problems, ...drained.problems]
  for (const [said, times] of load.refused) problems.push(`${times} clients were told: ${said}`)
  const figures = await figuresOf({
    ...options,
    began,
    kills,
    load,
    fleet,
    observer,
    drained,
    verdict,
  })
  printFigures(figures)
  for (const problem of problems) console.error(`WRONG: ${problem}`)
  console.log(
    problems.length === 0 ? 'Every effect once, nothing left behind.' : 'Not as it has to be.'
  )
  failed = problems.length > 0
  if (options.record && !failed) recordFigures(figures)
  await fleet.stop()
} finally {
  await close()
}
process.exit(failed ? 1 : 0)
