import path from 'node:path'
import { openDeployment } from './deployment.ts'
import { drain } from './drain.ts'
import { figuresOf, printFigures, recordFigures } from './figures.ts'
import { Fleet } from './fleet.ts'
import { Gateway } from './gateway.ts'
import { killAtRandom, type Scene } from './kills.ts'
import { Load } from './load.ts'
import { Observer } from './observer.ts'
import type { Options } from './options.ts'
import { judge } from './oracle.ts'
import { Random } from './random.ts'
import { openRedis, outage } from './redis.ts'

/** Milliseconds that a client rests between two orders, in the mean. */
const REST = { smoke: 100, full: 400 }

/** One run on one driver. @returns whether everything is as it has to be */
export async function run(root: string, options: Options): Promise<boolean> {
  const { driver, seed, kills } = options
  console.log(`${kills} kills on ${driver}, seed ${seed}`)
  const opened = new AsyncDisposableStack()
  const interrupted = () => void opened.disposeAsync().finally(() => process.exit(130))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    return await open(root, options, opened)
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    await opened.disposeAsync()
  }
}

/** Opens what the run needs, and leaves to `opened` how it is closed, the last one first. */
async function open(root: string, options: Options, opened: AsyncDisposableStack) {
  const { driver, seed, build } = options
  const redis = driver === 'bullmq' ? await openRedis() : null
  opened.defer(() => redis?.stop())
  const gateway = new Gateway(new Random(seed + 1))
  opened.defer(() => gateway.stop())
  const place = { build, gateway: await gateway.start() }
  const queue = { QUEUE_DRIVER: driver, REDIS_URL: redis?.url ?? '' }
  const deployment = await openDeployment(root, place, queue)
  opened.defer(() => deployment.close())
  const { environment, organisations, adminUrl } = deployment
  const cache = path.join(root, 'node_modules/.cache/bench-faults')
  const fleet = new Fleet({ root, build, environment, cache })
  const observer = new Observer(adminUrl)
  opened.defer(() => observer.client.end())
  opened.defer(() => fleet.abandon())
  await observer.client.connect()
  const ports = await deployment.ports(options.web + options.workers)
  const web = ports.slice(0, options.web)
  await fleet.start(web, ports.slice(options.web))
  const rest = options.smoke ? REST.smoke : REST.full
  const load = new Load({ organisations, ports: web, random: new Random(seed + 2), rest })
  const random = new Random(seed)
  return play({ fleet, gateway, load, observer, random }, options, (scene) =>
    redis ? outage(redis, options.outage, scene) : Promise.resolve([])
  )
}

async function play(
  scene: Scene,
  options: Options,
  interlude: (scene: Scene) => ReturnType<typeof killAtRandom>
): Promise<boolean> {
  const { fleet, gateway, load, observer } = scene
  const began = Date.now()
  console.log(`${fleet.slots.length} processes work`)
  load.start(options.clients)
  const kills = await killAtRandom(scene, options.kills, options.gap)
  kills.push(...(await interlude(scene)))
  await fleet.settled()
  await load.stop()
  const { acknowledged } = load
  console.log(`${acknowledged.length} orders are acknowledged`)
  const drained = await drain(observer)
  const verdict = await judge({ observer, gateway, acknowledged, nodes: fleet.slots.length })
  const refused = [...load.refused].map(([said, times]) => `${times} clients were told: ${said}`)
  const problems = [...fleet.faults, ...verdict.problems, ...drained.problems, ...refused]
  const figures = await figuresOf({ ...options, began, kills, ...scene, drained, verdict })
  printFigures(figures)
  for (const problem of problems) console.error(`WRONG: ${problem}`)
  const right = problems.length === 0
  console.log(right ? 'Every effect once, nothing left behind.' : 'Not as it has to be.')
  if (options.record && right) recordFigures(figures)
  await fleet.stop()
  return right
}
