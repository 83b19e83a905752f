/**
 * A node and nothing else, in a process of its own. Says its id, and the id of each node whose end it was told of. With
 * the argument `holds` it never gets to the end of what it has to do then.
 */
import process from 'node:process'
import { LoggerFactory } from '@adonisjs/core/factories/logger'
import type { EndedNode } from '../../../../app/nodes/declaration.ts'
import { Node } from '../../../../app/nodes/node.ts'

const holds = process.argv.includes('holds')

async function hook({ id, ending }: EndedNode) {
  process.stdout.write(`ended ${id} ${ending}\n`)
  if (holds) await new Promise(() => undefined)
}

const node = new Node({
  url: process.env.DATABASE_APP_URL!,
  kind: 'worker',
  logger: new LoggerFactory().create(),
  hooks: [hook],
})
await node.start()
process.stdout.write(`id ${node.id}\n`)
process.on('SIGTERM', () => void node.stop().then(() => process.exit(0)))
setInterval(() => undefined, 1_000)
