import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
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

/** Loads every file of the manifest in a process of its own and compares what it was before. */
async function prototypeProblems({ folder, root }: ModuleUnderTest): Promise<string[]> {
  const manifest = ['module.ts', 'module.js'].map((name) => join(folder, name)).find(existsSync)!
  const { code, out, err } = await new Promise<{ code: number | null; out: string; err: string }>(
    (resolve, reject) => {
      const child = spawn(process.execPath, ['--import=@poppinss/ts-exec', PROBE, root, manifest], {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'test', WORKER: 'none' },
        timeout: 30_000,
      })
      const text = { out: '', err: '' }
      child.stdout.on('data', (chunk) => (text.out += chunk))
      child.stderr.on('data', (chunk) => (text.err += chunk))
      child.once('error', reject)
      child.once('close', (status) => resolve({ code: status, ...text }))
    }
  )
  if (code !== 0) return [`its files could not be loaded alone: ${err.trim().split('\n')[0]}`]
  const changed = JSON.parse(out.trim().split('\n').at(-1)!) as string[]
  return changed.map((name) => `loading the module changes ${name}: write a function instead`)
}
