/** `npm run bench`: every bench in turn, each in a process of its own; `--smoke` runs each for a moment. */
import { spawnSync } from 'node:child_process'

const [, , ...args] = process.argv
const benches = [
  'ticket_list',
  'module_boot',
  'face',
  'documents',
  'search',
  'transfer',
  'jobs',
  'faults',
]
let failed = false
for (const bench of benches) {
  const { status } = spawnSync(
    process.execPath,
    ['--import=@poppinss/ts-exec', `bench/${bench}.ts`, ...args],
    { stdio: 'inherit' }
  )
  failed ||= status !== 0
}
process.exit(failed ? 1 : 0)
