import { dataProblems } from '../../data/check.ts'
import { KarkhanaError } from '../../errors.ts'
import type { InstalledModule } from '../installed.ts'
import { resourceProblems } from '../../resources/check.ts'
import { eventProblems } from './events.ts'
import { nameProblems } from './names.ts'
import { recordProblems } from './records.ts'
import { referenceProblems } from './references.ts'
import { relationProblems } from './relations.ts'
import { settingProblems } from './settings.ts'
import { slotProblems } from '../../slots/check.ts'
import { shapeProblems } from './shape.ts'

/** Module id to what is wrong with its manifest, each a sentence that says what to do. */
export type ManifestProblems = Map<string, string[]>

/**
 * Holds all manifests against the contract and against each other. A manifest of the wrong shape is told so and not
 * read any further; the others are.
 */
export function manifestProblems(modules: InstalledModule[]): ManifestProblems {
  const problems: ManifestProblems = new Map()
  const note = (id: string, found: string[]) => {
    if (found.length > 0) problems.set(id, [...(problems.get(id) ?? []), ...found])
  }
  const shaped = modules.filter(({ manifest, folder }) => {
    const found = shapeProblems(manifest)
    note(typeof manifest?.id === 'string' ? manifest.id : folder, found)
    return found.length === 0
  })
  const manifests = shaped.map(({ manifest }) => manifest)
  for (const manifest of manifests) {
    note(manifest.id, [
      ...nameProblems(manifest, manifests),
      ...recordProblems(manifest),
      ...resourceProblems(manifest, manifests),
      ...referenceProblems(manifest, manifests),
      ...eventProblems(manifest, manifests),
      ...relationProblems(manifest, manifests),
      ...settingProblems(manifest),
      ...dataProblems(manifest, manifests),
      ...slotProblems(manifest, manifests),
    ])
  }
  return problems
}

/** The problems as lines of one report: `tickets: …`. */
export function reportOf(problems: ManifestProblems): string[] {
  return [...problems].flatMap(([id, found]) => found.map((problem) => `${id}: ${problem}`))
}

/**
 * Refuses what {@link manifestProblems} finds.
 * @throws E_MODULE_MANIFESTS with one line per problem of all modules
 */
export function checkManifests(modules: InstalledModule[]) {
  const lines = reportOf(manifestProblems(modules))
  if (lines.length === 0) return
  throw new KarkhanaError('E_MODULE_MANIFESTS', 500, lines.join('\n'), {
    next: 'Correct the module.ts files named above; docs/plugins/contract.md explains every key.',
  })
}
