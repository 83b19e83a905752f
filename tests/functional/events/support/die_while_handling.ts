/**
 * A worker of its own, known as a node, that handles the events of one organisation by one handler, and kills
 * itself with signal 9 after the effect is committed and before the delivery is noted as done.
 *
 * Arguments: organisation, name of the handler.
 */
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import { startNode } from '../../../../app/nodes/main.ts'

const [organisationId, handler] = process.argv.slice(2)
const root = pathToFileURL(`${process.cwd()}/`)
const importer = (file: string) => import(file.startsWith('.') ? new URL(file, root).href : file)
const app = new Ignitor(root, { importer }).createApp('console')
await app.init()
await app.boot()
await app.start(async () => {})

const logger = await app.container.make('logger')
await startNode({ url: process.env.DATABASE_APP_URL!, kind: 'worker', logger })
const { once, systemScope } = await import('@karkhana/kernel')
const { addHandlers, runEvents } = await import('@karkhana/kernel/testing')

await addHandlers({
  name: handler,
  event: 'jobcards.job_delivered@1',
  replay: 'all',
  parse: (payload) => payload,
  async handle(scope, payload: { number: string }, run) {
    await once(scope, run, handler, (unit) =>
      unit.rows(`update branches set phone = coalesce(phone, '') || ?`, [payload.number])
    )
    process.stdout.write('effect done\n', () => process.kill(process.pid, 'SIGKILL'))
    await new Promise(() => setInterval(() => {}, 1_000))
  },
})
await runEvents(await systemScope(organisationId, 'test'))
