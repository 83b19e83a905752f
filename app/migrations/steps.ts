import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readInstalledModules } from '../modules/installed.ts'
import type { Migration } from './define_migration.ts'
import type { Step } from './ledger.ts'

/** Every step of the kernel, then of each installed module in the order of their requirements. */
export async function collectSteps(root: string): Promise<Step[]> {
  const modules = await readInstalledModules(root)
  const folders = [
    { module: 'kernel', folder: join(root, 'database/migrations') },
    ...modules.map(({ manifest, folder }) => ({
      module: manifest.id,
      folder: join(folder, 'migrations'),
    })),
  ]
  const steps: Step[] = []
  for (const { module, folder } of folders) steps.push(...(await readMigrations(module, folder)))
  return steps
}

/** The migrations in a folder, in the order of their numbers; none when there is no such folder. */
export async function readMigrations(module: string, folder: string): Promise<Step[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const sources = files.filter((file) => /^\d+_.*\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
  return Promise.all(
    sources.sort().map(async (file) => {
      const { default: migration } = (await import(pathToFileURL(join(folder, file)).href)) as {
        default: Migration
      }
      return { module, name: file.replace(/\.(ts|js)$/, ''), migration }
    })
  )
}
