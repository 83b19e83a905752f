import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployment } from '../modules/installed.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { NoApiError } from './errors.ts'

/** Something whose public API is written down. */
export interface ApiSubject {
  /** `kernel`, `ui` or the id of a module. */
  id: string
  /** `@karkhana/kernel` */
  package: string
  version: string
  /** Where its report is kept, relative to the root. */
  report: string
  /** What others import, and the file behind it, relative to the root. */
  entries: { specifier: string; file: string }[]
  manifest: ModuleManifest | null
}

/**
 * Kernel, components and every module with its sources, by name. Plug-ins that were added as packages belong to their
 * makers and are left out.
 */
export async function apiSubjects(root: string): Promise<ApiSubject[]> {
  const { modules } = await readDeployment(root)
  return [
    subject(root, 'kernel', 'app', null),
    subject(root, 'ui', 'resources/ui', null),
    ...modules.flatMap(({ manifest }) =>
      ['modules', 'plugins']
        .map((parent) => `${parent}/${manifest.id}`)
        .filter((folder) => existsSync(join(root, folder, 'module.ts')))
        .map((folder) => subject(root, manifest.id, folder, manifest))
    ),
  ].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** @throws NoApiError */
export async function apiSubject(root: string, id: string): Promise<ApiSubject> {
  const subjects = await apiSubjects(root)
  const found = subjects.find((each) => each.id === id)
  if (!found) {
    throw new NoApiError(
      id,
      subjects.map((each) => each.id)
    )
  }
  return found
}

function subject(
  root: string,
  id: string,
  folder: string,
  manifest: ModuleManifest | null
): ApiSubject {
  const found = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string
    version: string
    exports?: Record<string, string>
  }
  // Of a module others see the contracts; wildcards of the kernel are for the configuration of the application
  const entries = Object.entries(found.exports ?? {})
    .filter(([key, file]) => file.endsWith('.ts') && !key.includes('*'))
    .filter(([key]) => manifest === null || key === './contracts')
    .map(([key, file]) => ({
      specifier: `${found.name}${key.slice(1)}`,
      file: `${folder}/${file.replace(/^\.\//, '')}`,
    }))
    .sort((a, b) => (a.specifier < b.specifier ? -1 : 1))
  const report = folder.startsWith('plugins/') ? `${folder}/API.md` : `api/${id}.api.md`
  return { id, package: found.name, version: found.version, report, entries, manifest }
}
