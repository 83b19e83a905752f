import { KarkhanaError } from '../errors.ts'
import type { InstalledModule } from './installed.ts'

/**
 * Each module after those it requires; alphabetical where that leaves a choice.
 * @throws E_MODULE_CYCLE naming the circle.
 */
export function orderByRequirement(modules: InstalledModule[]): InstalledModule[] {
  const byId = new Map(modules.map((module) => [module.manifest.id, module]))
  const ordered: InstalledModule[] = []
  const done = new Set<string>()

  function visit(id: string, path: string[]) {
    if (done.has(id)) return
    if (path.includes(id)) {
      const circle = [...path.slice(path.indexOf(id)), id].join(' → ')
      throw new KarkhanaError('E_MODULE_CYCLE', 500, `Modules require each other: ${circle}`, {
        next: 'Turn one of these requirements into an optional contract.',
      })
    }
    const module = byId.get(id)!
    for (const required of Object.keys(module.manifest.requires).sort()) {
      visit(required, [...path, id])
    }
    done.add(id)
    ordered.push(module)
  }

  for (const id of [...byId.keys()].sort()) visit(id, [])
  return ordered
}
