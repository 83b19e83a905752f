import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { compiledImports } from '@karkhana/kernel/packages'
import { freePort } from '../../bin/postgres/server.ts'
import { openBenchDatabase } from '../database.ts'
import type { Customer } from './load.ts'

const MODULE = path.join(import.meta.dirname, 'module')

/** What the processes of the bench run in. */
export interface Deployment {
  environment: NodeJS.ProcessEnv
  adminUrl: string
  organisations: Customer[]
  ports(count: number): Promise<number[]>
  close(): Promise<void>
}

/**
 * A database of its own with the bench's module and two organisations; with `build` the module is compiled into the
 * build, which is made when there is none.
 */
export async function openDeployment(
  root: string,
  { build, gateway }: { build: boolean; gateway: string },
  more: NodeJS.ProcessEnv
): Promise<Deployment> {
  if (build && isOutdated(root)) makeBuild(root)
  process.env.NODE_ENV = 'test'
  process.env.KARKHANA_EXTRA_MODULES = MODULE
  const { database, environment, close } = await openBenchDatabase(root)
  try {
    Object.assign(environment, {
      ...more,
      BENCH_GATEWAY: gateway,
      WEBHOOKS_ALLOW_LOOPBACK: 'true',
      // One client asks for more in a minute than a program ever should
      RATE_LIMIT_API: '1000000',
    })
    const organisations = await seed(root, environment)
    if (build) environment.KARKHANA_EXTRA_MODULES = compileModule(root)
    const { adminUrl } = database
    const ports = (count: number) => Promise.all(Array.from({ length: count }, () => freePort()))
    return { environment, adminUrl, organisations, ports, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function seed(root: string, environment: NodeJS.ProcessEnv): Promise<Customer[]> {
  const child = fork(path.join(import.meta.dirname, 'seed.ts'), [], {
    cwd: root,
    env: { ...environment, WORKER: 'none' },
    execArgv: ['--import=@poppinss/ts-exec'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const told = new Promise<Customer[]>((resolve, reject) => {
    child.on('message', (message: { organisations?: Customer[] }) => {
      if (message.organisations) resolve(message.organisations)
    })
    child.once('exit', (code) => reject(new Error(`the seed ended with code ${code}`)))
  })
  const organisations = await told
  await once(child, 'exit')
  return organisations
}

const COMPILED = ['app', 'bin', 'config', 'database/migrations', 'modules', 'plugins', 'start']

/** Whether there is no build, or a source has changed since. */
function isOutdated(root: string): boolean {
  const made = fs.statSync(path.join(root, 'build/ace.js'), { throwIfNoEntry: false })?.mtimeMs
  if (made === undefined) return true
  return COMPILED.flatMap((folder) =>
    fs.globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['**/node_modules', '**/tests'] })
  ).some((file) => fs.statSync(path.join(root, file)).mtimeMs > made)
}

function makeBuild(root: string) {
  const made = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
  if (made.status !== 0) throw new Error('The build could not be made; --sources does without one.')
}

/** Compiles the module below the build, where it finds the compiled kernel. @returns the folder of modules */
function compileModule(root: string): string {
  const target = path.join(root, 'build/storage/bench-modules')
  fs.rmSync(target, { recursive: true, force: true })
  for (const entry of fs.readdirSync(MODULE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const source = path.join(entry.parentPath, entry.name)
    const file = path.join(target, path.relative(MODULE, source)).replace(/\.ts$/, '.js')
    const text = fs.readFileSync(source, 'utf8')
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, source.endsWith('.ts') ? compile(text) : text)
  }
  return target
}

function compile(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
    },
  })
  return compiledImports(outputText)
}
