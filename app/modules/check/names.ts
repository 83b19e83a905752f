import { patternProblem } from '../../numbers/rules.ts'
import type { ModuleManifest } from '../manifest.ts'

/** What is wrong with the names a module gives: their form, their prefix, names that occur twice. */
export function nameProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  const problems: string[] = []
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(manifest.id)) {
    problems.push('the id must be lower-case letters, digits and single dashes')
  }
  if (all.filter(({ id }) => id === manifest.id).length > 1) {
    problems.push(`two modules have the id "${manifest.id}"; rename one of them`)
  }
  if (manifest.taxIdentity && manifest.kind !== 'localisation') {
    problems.push('only a localisation module may bring taxIdentity')
  }
  return [...problems, ...prefixProblems(manifest), ...seriesProblems(manifest)]
}

function prefixProblems(manifest: ModuleManifest) {
  const dotted = `${manifest.id}.`
  const owned: [string, string[], string][] = [
    ['table', Object.keys(manifest.tables), `${manifest.id.replaceAll('-', '_')}_`],
    ...Object.entries(namesOf(manifest)).map(([what, names]): [string, string[], string] => [
      what,
      names,
      dotted,
    ]),
  ]
  return owned.flatMap(([what, names, prefix]) => [
    ...names
      .filter((name) => !name.startsWith(prefix))
      .map((name) => `the ${what} "${name}" must start with "${prefix}"`),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `the ${what} "${name}" is declared twice`),
  ])
}

const ids = (list: { id: string }[]) => list.map(({ id }) => id)

function namesOf(manifest: ModuleManifest): Record<string, string[]> {
  return {
    'permission': ids(manifest.permissions),
    'menu entry': ids(manifest.menu),
    'command': ids(manifest.commands),
    'widget': ids(manifest.widgets),
    'onboarding step': ids(manifest.onboarding),
    'contract': Object.keys(manifest.provides),
    'event': ids(manifest.events.emits),
    'schedule': ids(manifest.schedules),
    'series': ids(manifest.series),
    'slot': ids(manifest.offersSlots),
    'secret': manifest.secrets.map(({ key }) => key),
    'AI purpose': ids(manifest.aiPurposes),
    'notice': ids(manifest.notices),
    'subject': ids(manifest.subjects),
    'driver': Object.keys(manifest.drivers.offers),
    'driver family': ids(manifest.drivers.families),
    'extension point': ids(manifest.extensions.offers),
  }
}

function seriesProblems({ series }: ModuleManifest) {
  return series.flatMap(({ id, pattern, rules }) => {
    const problem = patternProblem(pattern, rules)
    return problem ? [`the series "${id}": ${problem.message} ${problem.next}`] : []
  })
}
