import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isReadable } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** What changed in one version of the kernel or of a module. */
export interface Release {
  /** Id of the module, `kernel` for the kernel. */
  module: string
  name: string
  version: string
  /** One line each, as in the CHANGELOG. */
  changes: string[]
}

const KERNEL_FOLDER = fileURLToPath(new URL('../', import.meta.url))

/** The releases of the kernel and of the modules that the reader has, newest first in each. */
export async function releasesFor(registry: ModuleRegistry, scope: Scope): Promise<Release[]> {
  const modules = registry
    .all()
    .filter(({ manifest }) => isReadable(scope, manifest.id))
    .map(({ manifest: { id, name }, folder }) => ({ id, name, folder }))
  const all = [{ id: 'kernel', name: 'Karkhana', folder: KERNEL_FOLDER }, ...modules]
  const read = await Promise.all(
    all.map(async ({ id, name, folder }) =>
      parseChangelog(await changelogIn(folder)).map((release) => ({ module: id, name, ...release }))
    )
  )
  return read.flat()
}

/** Changes with every release of what the reader has. */
export function signatureOf(releases: Release[]): string {
  const versions = releases.map(({ module, version }) => `${module}@${version}`).join()
  return createHash('sha256').update(versions).digest('base64url').slice(0, 12)
}

/** A module without one has nothing to tell. */
async function changelogIn(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'CHANGELOG.md'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** `## 0.2.0` with its lines of `- …`; further lines of a point belong to it. */
export function parseChangelog(text: string): Pick<Release, 'version' | 'changes'>[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [head, ...lines] = part.split('\n')
      const changes = lines.join('\n').split(/^- /m).slice(1)
      return {
        version: head.trim(),
        changes: changes.map((change) => change.replace(/\s+/g, ' ').trim()),
      }
    })
    .filter(({ changes }) => changes.length > 0)
}
