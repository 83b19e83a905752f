import { readdir } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { exportFolder } from '../../../../app/data/export/export_modules.ts'

export const registry = () => app.container.make(ModuleRegistry)

/** Where the exports of an organisation are written before the store has them. */
export const folderOf = ({ organisationId }: Workshop) => exportFolder(organisationId)

/** How many files a folder has; none when it does not exist. */
export async function countFiles(folder: string): Promise<number> {
  try {
    return (await readdir(folder)).length
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
