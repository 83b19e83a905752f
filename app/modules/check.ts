import { KarkhanaError } from '../errors.ts'
import { KERNEL_VERSION } from '../version.ts'
import { satisfies } from 'semver'
import type { InstalledModule } from './installed.ts'
import { recordProblems } from './check_records.ts'
import type { ModuleManifest } from './define.ts'
import { patternProblem } from '../numbers/rules.ts'

/**
 * Holds all manifests against the contract and against each other.
 * @throws E_MODULE_MANIFESTS with one line per problem.
 */
export function checkManifests(modules: InstalledModule[]) {
  const manifests = modules.map((module) => module.manifest)
  const ids = new Set(manifests.map((manifest) => manifest.id))
  const provided = new Set(manifests.flatMap((manifest) => Object.keys(manifest.provides)))
  const problems = [
    ...duplicates(manifests.map((manifest) => manifest.id)).map(
      (id) => `two modules have the id "${id}"`
    ),
    ...manifests.flatMap((manifest) =>
      [
        ...identity(manifest),
        ...prefixes(manifest),
        ...seriesProblems(manifest),
        ...recordProblems(manifest),
        ...manifest.requires
          .filter((id) => !ids.has(id))
          .map((id) => `requires "${id}", which is not installed`),
        ...Object.entries(manifest.consumes)
          .filter(([contract, need]) => need === 'required' && !provided.has(contract))
          .map(([contract]) => `consumes "${contract}", which no installed module provides`),
      ].map((problem) => `${manifest.id}: ${problem}`)
    ),
  ]
  if (problems.length === 0) return
  throw new KarkhanaError('E_MODULE_MANIFESTS', 500, problems.join('\n'), {
    next: 'Correct the module.ts files named above.',
  })
}

function identity(manifest: ModuleManifest) {
  const problems: string[] = []
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(manifest.id)) {
    problems.push('the id must be lower-case letters, digits and single dashes')
  }
  if (!satisfies(KERNEL_VERSION, manifest.kernel)) {
    problems.push(`needs kernel ${manifest.kernel}, this is ${KERNEL_VERSION}`)
  }
  if (manifest.taxIdentity && manifest.kind !== 'localisation') {
    problems.push('only a localisation module may bring taxIdentity')
  }
  return problems
}

function prefixes(manifest: ModuleManifest) {
  const underscored = manifest.id.replaceAll('-', '_')
  const owned: [string, string[], string][] = [
    ['permission', manifest.permissions.map((permission) => permission.id), `${manifest.id}.`],
    ['table', manifest.tables, `${underscored}_`],
    ['menu entry', manifest.menu.map((item) => item.id), `${manifest.id}.`],
    ['contract', Object.keys(manifest.provides), `${manifest.id}.`],
    ['series', manifest.series.map((series) => series.id), `${manifest.id}.`],
    ['slot', manifest.offersSlots, `${manifest.id}.`],
    ['secret', manifest.secrets.map((secret) => secret.key), `${manifest.id}.`],
  ]
  return owned.flatMap(([what, names, prefix]) =>
    names
      .filter((name) => !name.startsWith(prefix))
      .map((name) => `the ${what} "${name}" must start with "${prefix}"`)
  )
}

function seriesProblems({ series }: ModuleManifest) {
  return series.flatMap(({ id, pattern, rules }) => {
    const problem = patternProblem(pattern, rules)
    return problem ? [`the series "${id}": ${problem.message} ${problem.next}`] : []
  })
}

function duplicates(values: string[]) {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
