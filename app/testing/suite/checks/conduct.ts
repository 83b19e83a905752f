import { spawn } from 'node:child_process'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFloors } from '../../floors/main.ts'
import { manifestProblems } from '../../../modules/check/main.ts'
import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'

/** A module keeps to itself: its contract, its floor, and nothing of the language changed. */
export const CONDUCT: ModuleCheck[] = [
  {
    id: 'manifest',
    title: 'the manifest keeps the contract',
    run: ({ id, installed, registry }) => {
      const others = registry.all().filter(({ manifest }) => manifest.id !== id)
      return Promise.resolve(manifestProblems([...others, installed]).get(id) ?? [])
    },
  },
  {
    id: 'imports',
    title: 'it imports only what the kernel, the components and contracts export',
    run: ({ root, folder }) => {
      const { violations } = checkFloors(root, [relative(root, folder).replaceAll('\\', '/')])
      return Promise.resolve(
        violations.map(
          ({ file, line, specifier, reason }) => `${file}:${line} imports ${specifier}: ${reason}`
        )
      )
    },
  },
  {
    id: 'prototypes',
    title: 'loading it patches no prototype and leaves no global behind',
    run: prototypeProblems,
  },
]

const PROBE = fileURLToPath(new URL('../probe.ts', import.meta.url))

/** Module id to what loading it changes; found once per process, for all modules. */
let probed: Promise<Record<string, string[]>> | undefined

async function prototypeProblems({ id, root }: ModuleUnderTest): Promise<string[]> {
  const changed = (await (probed ??= probe(root)))[id]
  if (!changed) return ['its manifest could not be read alone']
  return changed.map((name) => `loading the module changes ${name}: write a function instead`)
}

/** Loads the files of all modules, one module after the other, in a process of its own. */
async function probe(root: string): Promise<Record<string, string[]>> {
  const child = spawn(process.execPath, ['--import=./bin/setup/typescript.mjs', PROBE, root], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'test', WORKER: 'none' },
    timeout: 60_000,
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (text.out += chunk))
  child.stderr.on('data', (chunk) => (text.err += chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) {
    throw new Error(`The modules could not be loaded alone: ${text.err.slice(0, 500)}`)
  }
  return JSON.parse(text.out.trim().split('\n').at(-1)!) as Record<string, string[]>
}
