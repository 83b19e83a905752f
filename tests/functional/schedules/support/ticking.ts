/**
 * A node whose clock ticks when it is told to, with schedules of a module that only the organisations of its test use.
 *
 * Each line that comes in is the instant of a tick; each answer says how many runs it wrote.
 */
import process from 'node:process'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const root = pathToFileURL(`${process.cwd()}/`)
const importer = (file: string) => import(file.startsWith('.') ? new URL(file, root).href : file)
const app = new Ignitor(root, { importer }).createApp('console')
await app.init()
await app.boot()
await app.start(async () => {})

const { ModuleRegistry } = await import('@karkhana/kernel')
const { defineJob } = await import('@karkhana/kernel/jobs')
const { defineModule } = await import('@karkhana/kernel/module')
const { withModules } = await import('../../../helpers/with_modules.ts')
const { tickSchedules } = await import('../../../../app/schedules/tick.ts')

const names = Array.from({ length: 8 }, (_, index) => `ticking.note_${index}`)
const jobs = names.map((name) =>
  defineJob({ name, parse: () => ({}), handle: () => Promise.resolve() })
)
await withModules([
  defineModule({
    id: 'ticking',
    name: 'Ticking',
    description: 'Made for a test.',
    version: '1.0.0',
    kernel: '*',
    kind: 'app',
    jobs: jobs.map((job) => async () => ({ default: job })),
    schedules: names.map((name) => ({ id: name, label: 'Note', cron: '30 0 * * *', job: name })),
  }),
])
const registry = await app.container.make(ModuleRegistry)
const byName = new Map(jobs.map((job) => [job.name, job]))

process.stdout.write('ready\n')
for await (const at of createInterface(process.stdin)) {
  process.stdout.write('ticking\n')
  const ticked = await tickSchedules({ registry, jobs: byName, now: new Date(at) })
  const ours = ticked.filter(({ schedule }) => names.includes(schedule))
  process.stdout.write(`wrote ${ours.length}\n`)
}
process.exit(0)
