/**
 * Kills servers and workers while orders come in that tell events and begin jobs, then counts: every order, event and
 * effect is there once, and nothing is left behind. On one driver of the queue, or on both in turn. See
 * bench/faults/README.md.
 *
 *   node --import=@poppinss/ts-exec bench/faults.ts [--driver pgboss|bullmq] [--kills 1000] [--seed 1] [--record]
 *   … --smoke  a few kills, to see that it runs
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readOptions } from './faults/options.ts'
import { run } from './faults/run.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
let right = true
for (const options of readOptions(process.argv.slice(2))) {
  if (options.driver === 'bullmq' && spawnSync('redis-server', ['--version']).error) {
    console.log('bullmq is left out: there is no redis-server on this machine.')
    continue
  }
  right = (await run(root, options)) && right
}
process.exit(right ? 0 : 1)
