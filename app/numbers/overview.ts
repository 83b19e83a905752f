import { ensureAllBranches } from '../access/branch_limits.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope, ScopeBranch } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { lastCount } from './counters.ts'
import type { NumberSeries } from './declaration.ts'
import {
  chosenFormats,
  placeOf,
  seriesOf,
  seriesOr404,
  sharers,
  withChange,
  type ChosenFormats,
  type FormatChange,
} from './formats.ts'
import { formatNumber, prefixOf } from './pattern.ts'
import { numberProblem, patternProblem } from './rules.ts'

/** What a branch gives next. */
export interface NextNumber {
  branchId: string
  branch: string
  pattern: string
  /** Whether the branch has a format of its own. */
  own: boolean
  number: string
  /** The last count that was given in this period, 0 for none. */
  last: number
  /** Branches that count along, which happens when one is added to a format without `{BR}`. */
  sharedWith: string[]
}

/** A series with its formats, for the settings page. */
export interface SeriesView {
  id: string
  label: string
  module: string
  /** Format of the organisation. */
  pattern: string
  /** Format that the module declares, and whether the organisation chose another. */
  declared: string
  chosen: boolean
  maxLength: number | null
  source: string | null
  next: NextNumber[]
}

/** Every series of the modules in use with the next number of each branch. */
export async function numberOverview(
  scope: Scope,
  registry: ModuleRegistry
): Promise<SeriesView[]> {
  scope.ensure('kernel.number.manage')
  ensureAllBranches(scope, 'Numbering')
  return scope.read(async (unit) => {
    const formats = await chosenFormats()
    const views: SeriesView[] = []
    for (const series of seriesOf(scope, registry)) {
      const chosen = formats.get(series.id)
      views.push({
        id: series.id,
        label: series.label,
        module: registry.get(series.id.split('.')[0])!.manifest.name,
        pattern: chosen?.organisation ?? series.pattern,
        declared: series.pattern,
        chosen: Boolean(chosen?.organisation),
        maxLength: series.rules?.maxLength ?? null,
        source: series.rules?.source ?? null,
        next: await nextNumbers(unit, series, chosen),
      })
    }
    return views
  })
}

/** What a change would lead to: the next numbers, or what is wrong with it. Changes nothing. */
export async function previewFormat(
  scope: Scope,
  registry: ModuleRegistry,
  change: FormatChange & { pattern: string }
): Promise<{ numbers: { branch: string; number: string }[]; problem: string | null }> {
  scope.ensure('kernel.number.manage')
  ensureAllBranches(scope, 'Numbering')
  const series = seriesOr404(scope, registry, change.series)
  const wrong = patternProblem(change.pattern, series.rules)
  if (wrong) return { numbers: [], problem: `${wrong.message} ${wrong.next}` }
  return scope.read(async (unit) => {
    const before = (await chosenFormats()).get(series.id)
    const after = withChange(before, change)
    const concerned = scope.branches.filter((branch) =>
      change.branchId ? branch.id === change.branchId : !after.branches.has(branch.id)
    )
    const numbers = []
    for (const branch of concerned) {
      const [from, to] = [before, after].map((each) => placeOf(scope, series, each, branch))
      const moves = prefixOf(from.pattern, from.context) !== prefixOf(to.pattern, to.context)
      const last = Math.max(await lastCount(unit, to), moves ? await lastCount(unit, from) : 0)
      const bad = numberProblem(to.pattern, last + 1, to.context, series.rules)
      if (bad) return { numbers: [], problem: `${bad.message} ${bad.next}` }
      numbers.push({
        branch: branch.name,
        number: formatNumber(to.pattern, last + 1, to.context),
      })
    }
    const clash = concerned.find((branch) => sharers(scope, series, after, branch).length > 0)
    if (clash) return { numbers: [], problem: sharedProblem(scope, series, after, clash) }
    return { numbers, problem: null }
  })
}

async function nextNumbers(unit: Unit, series: NumberSeries, chosen: ChosenFormats | undefined) {
  const { scope } = unit
  const next: NextNumber[] = []
  for (const branch of scope.branches) {
    const place = placeOf(scope, series, chosen, branch)
    const last = await lastCount(unit, place)
    next.push({
      branchId: branch.id,
      branch: branch.name,
      pattern: place.pattern,
      own: chosen?.branches.has(branch.id) ?? false,
      number: formatNumber(place.pattern, last + 1, place.context),
      last,
      sharedWith: sharers(scope, series, chosen, branch),
    })
  }
  return next
}

function sharedProblem(
  scope: Scope,
  series: NumberSeries,
  after: ChosenFormats,
  branch: ScopeBranch
) {
  const names = [branch.name, ...sharers(scope, series, after, branch)].join(' and ')
  return `${names} would give the same numbers. Put {BR} into the pattern, or give each branch a pattern of its own.`
}
