/**
 * What a module costs when the server starts, and what the gate costs each request: the server with the first-party
 * modules, against the same with 60 more, in the same run.
 *
 *   npm run bench             five rounds
 *   npm run bench -- --smoke  one round
 */
import { fork } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateModules } from './modules/generate.ts'
import { openBenchDatabase } from './database.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const rounds = process.argv.includes('--smoke') ? 1 : 5
const MORE = 60

interface Probe {
  took: number
  heapUsed: number
  rss: number
  modules: number
  gate: number
}

async function boot(env: NodeJS.ProcessEnv): Promise<Probe> {
  const child = fork(path.join(root, 'bench/modules/boot_probe.ts'), [], {
    cwd: root,
    env,
    execArgv: ['--import=@poppinss/ts-exec', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.on('message', (message: { probe?: Probe }) => {
      if (!message.probe) return
      resolve(message.probe)
      child.kill('SIGTERM')
    })
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)))
  })
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const MB = 1024 * 1024

// Below the sources: the modules import the kernel as every module does.
const folder = path.join(root, 'storage/bench-modules')
await fs.rm(folder, { recursive: true, force: true })
const extra = await generateModules(folder, MORE)
process.env.NODE_ENV = 'test'
process.env.KARKHANA_EXTRA_MODULES = extra
const { environment, close } = await openBenchDatabase(root)
try {
  const few: Probe[] = []
  const many: Probe[] = []
  for (let round = 0; round < rounds; round++) {
    few.push(await boot({ ...environment, KARKHANA_EXTRA_MODULES: '' }))
    many.push(await boot({ ...environment, KARKHANA_EXTRA_MODULES: extra }))
  }
  const difference = (key: 'took' | 'heapUsed' | 'rss') =>
    (median(many.map((probe) => probe[key])) - median(few.map((probe) => probe[key]))) / MORE
  const took = (probes: Probe[]) => `${median(probes.map((probe) => probe.took)).toFixed(0)} ms`
  console.log(
    `module boot: ${few[0].modules} modules in ${took(few)}, ${many[0].modules} in ${took(many)}: ` +
      `${difference('took').toFixed(2)} ms, ${(difference('heapUsed') / MB).toFixed(2)} MB heap and ` +
      `${(difference('rss') / MB).toFixed(2)} MB resident for each more`
  )
  console.log(
    `gate: ${median(few.map(({ gate }) => gate)).toFixed(1)} µs per request with ${few[0].modules} modules, ` +
      `${median(many.map(({ gate }) => gate)).toFixed(1)} µs with ${many[0].modules}`
  )
} finally {
  await close()
  await fs.rm(folder, { recursive: true, force: true })
}
process.exit(0)
