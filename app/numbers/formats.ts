import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError, RuleError } from '../errors.ts'
import { isActive } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope, ScopeBranch } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { advanceCounter, holdNumbers, lastCount, type CounterPlace } from './counters.ts'
import type { NumberSeries } from './declaration.ts'
import NumberFormat from './number_format.ts'
import { formatNumber, prefixOf } from './pattern.ts'
import { numberProblem, patternProblem, type PatternProblem } from './rules.ts'
import { numberContext } from './series.ts'

/** Formats of one series, as chosen; `null` where nothing was chosen. */
export interface ChosenFormats {
  organisation: string | null
  branches: Map<string, string>
}

/** The change of one format; a pattern of `null` takes the choice back. */
export interface FormatChange {
  series: string
  /** `null` for the format of the whole organisation. */
  branchId: string | null
  pattern: string | null
}

/** Series of the modules that the organisation uses. */
export function seriesOf(scope: Scope, registry: ModuleRegistry): NumberSeries[] {
  return registry.numberSeries((module) => isActive(scope, module))
}

/** @throws NotFoundError for a series of no module in use */
export function seriesOr404(scope: Scope, registry: ModuleRegistry, id: string): NumberSeries {
  const series = seriesOf(scope, registry).find((each) => each.id === id)
  if (!series) throw new NotFoundError('series')
  return series
}

/** Chosen formats by series. */
export async function chosenFormats(): Promise<Map<string, ChosenFormats>> {
  const chosen = new Map<string, ChosenFormats>()
  for (const { series, branchId, pattern } of await NumberFormat.all()) {
    const formats = chosen.get(series) ?? { organisation: null, branches: new Map() }
    if (branchId === null) formats.organisation = pattern
    else formats.branches.set(branchId, pattern)
    chosen.set(series, formats)
  }
  return chosen
}

/** The pattern that counts for a branch. */
export function patternFor(
  series: NumberSeries,
  chosen: ChosenFormats | undefined,
  branch: string
) {
  return chosen?.branches.get(branch) ?? chosen?.organisation ?? series.pattern
}

/**
 * Chooses how the numbers of a series look from now on. The counter goes on behind the last number of this period, and
 * numbers that were given stay as they are.
 *
 * @throws NotFoundError, ForbiddenError, BranchLimitedError, RuleError naming `pattern`
 */
export async function setNumberFormat(
  scope: Scope,
  registry: ModuleRegistry,
  change: FormatChange
) {
  scope.ensure('kernel.number.manage')
  ensureAllBranches(scope, 'Numbering')
  const series = seriesOr404(scope, registry, change.series)
  if (change.branchId) ensureBranch(scope, change.branchId)
  const declared = patternProblem(change.pattern ?? series.pattern, series.rules)
  if (declared) refuse('E_NUMBER_PATTERN', declared)
  await scope.work(async (unit) => {
    await holdNumbers(unit, series.id)
    const before = (await chosenFormats()).get(series.id)
    const after = withChange(before, change)
    const changed = scope.branches.filter(
      (branch) => patternFor(series, before, branch.id) !== patternFor(series, after, branch.id)
    )
    ensureApart(scope, series, after, changed)
    for (const branch of changed) {
      const from = placeOf(scope, series, before, branch)
      await continueCounter(unit, from, placeOf(scope, series, after, branch))
    }
    await store(change)
  })
}

/**
 * Begins further on, for those who come from another system: the next number of the branch is `next`. Never back.
 *
 * @throws NotFoundError, ForbiddenError, BranchLimitedError, RuleError naming `next`
 */
export async function raiseNextNumber(
  scope: Scope,
  registry: ModuleRegistry,
  { series: id, branchId, next }: { series: string; branchId: string; next: number }
) {
  scope.ensure('kernel.number.manage')
  ensureAllBranches(scope, 'Numbering')
  const series = seriesOr404(scope, registry, id)
  const branch = ensureBranch(scope, branchId)
  await scope.work(async (unit) => {
    await holdNumbers(unit, series.id)
    const place = placeOf(scope, series, (await chosenFormats()).get(series.id), branch)
    const problem = numberProblem(place.pattern, next, place.context, series.rules)
    if (problem) refuse('E_NUMBER_PATTERN', problem, 'next')
    if (await advanceCounter(unit, place, next - 1)) return
    const last = await lastCount(unit, place)
    refuse(
      'E_NUMBER_LOWERED',
      {
        message: `${formatNumber(place.pattern, last, place.context)} has been given already.`,
        next: `Begin with ${last + 1} or a higher number.`,
      },
      'next'
    )
  })
}

/** Where the numbers of a branch are counted today. */
export function placeOf(
  scope: Scope,
  series: NumberSeries,
  chosen: ChosenFormats | undefined,
  branch: ScopeBranch
): CounterPlace {
  return {
    series,
    branchId: branch.id,
    pattern: patternFor(series, chosen, branch.id),
    context: numberContext(scope, branch.code, scope.today()),
  }
}

/** The same formats after a change. */
export function withChange(
  formats: ChosenFormats | undefined,
  { branchId, pattern }: FormatChange
): ChosenFormats {
  const branches = new Map(formats?.branches)
  if (branchId === null) return { organisation: pattern, branches }
  if (pattern === null) branches.delete(branchId)
  else branches.set(branchId, pattern)
  return { organisation: formats?.organisation ?? null, branches }
}

/** Names of other branches whose numbers would begin like those of `branch`. */
export function sharers(
  scope: Scope,
  series: NumberSeries,
  chosen: ChosenFormats | undefined,
  branch: ScopeBranch
): string[] {
  if (series.unique === 'branch') return []
  const prefix = (each: ScopeBranch) => {
    const { pattern, context } = placeOf(scope, series, chosen, each)
    return prefixOf(pattern, context)
  }
  const own = prefix(branch)
  return scope.branches
    .filter((other) => other.id !== branch.id && prefix(other) === own)
    .map((other) => other.name)
}

/** Two branches that give the same numbers would share one consecutive series, which no return can list per branch. */
function ensureApart(
  scope: Scope,
  series: NumberSeries,
  after: ChosenFormats,
  changed: ScopeBranch[]
) {
  for (const branch of changed) {
    const others = sharers(scope, series, after, branch)
    if (others.length === 0) continue
    refuse('E_NUMBER_SHARED', {
      message: `${[branch.name, ...others].join(' and ')} would give the same numbers.`,
      next: 'Put {BR} into the pattern, or give each branch a pattern of its own.',
    })
  }
}

async function continueCounter(unit: Unit, from: CounterPlace, to: CounterPlace) {
  const last = await lastCount(unit, from)
  const next = Math.max(last, await lastCount(unit, to)) + 1
  const problem = numberProblem(to.pattern, next, to.context, to.series.rules)
  if (problem) refuse('E_NUMBER_PATTERN', problem)
  const moves = prefixOf(from.pattern, from.context) !== prefixOf(to.pattern, to.context)
  if (moves && last > 0) await advanceCounter(unit, to, last)
}

async function store({ series, branchId, pattern }: FormatChange) {
  const row = await NumberFormat.query()
    .where('series', series)
    .where((query) => {
      if (branchId) query.where('branch_id', branchId)
      else query.whereNull('branch_id')
    })
    .first()
  if (pattern === null) await row?.delete()
  else await (row ?? new NumberFormat()).merge({ series, branchId, pattern }).save()
}

function ensureBranch(scope: Scope, id: string): ScopeBranch {
  const branch = scope.branches.find((each) => each.id === id)
  if (!branch) throw new NotFoundError('branch', 'branchId')
  return branch
}

function refuse(code: string, { message, next }: PatternProblem, field = 'pattern'): never {
  throw new RuleError(code, message, { field, next })
}
