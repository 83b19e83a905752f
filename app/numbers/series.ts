import { v7 as uuidv7 } from 'uuid'
import { KarkhanaError } from '../errors.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { NumberSeries } from './declaration.ts'
import { formatNumber, periodOf, prefixOf, type NumberContext } from './pattern.ts'

let registry: ModuleRegistry | undefined

/** @internal Set once by the kernel provider. */
export function configureNumbers(modules: ModuleRegistry) {
  registry = modules
}

/**
 * What the modules declare of a series.
 * @throws E_NUMBER_SERIES when none of them declares it
 */
export function declaredSeries(id: string): NumberSeries {
  const series = registry?.numberSeries().find((each) => each.id === id)
  if (series) return series
  throw new KarkhanaError('E_NUMBER_SERIES', 500, `No module declares the series "${id}".`, {
    next: 'Declare it in `series` of the module that takes numbers from it.',
  })
}

/** What numbers of samples begin with, whatever the series: no document does, so they are counted by themselves. */
export const SAMPLE_PREFIX = 'SAMPLE-'
const SAMPLE_PATTERN = `${SAMPLE_PREFIX}{0001}`

/** What a document needs a number for. */
export interface NextNumberOptions {
  /** Declared in the module's manifest: `invoicing.invoice`. */
  series: string
  branch: { id: string; code: string }
  /** Business date of the document, `YYYY-MM-DD`. */
  date: string
}

/**
 * The next number of a series, in the format of the branch, else of the organisation, else as declared. Gapless: it is
 * taken in the transaction that uses it, and the counter stays locked until that ends, so a rolled back document gives
 * its number back. No number comes twice, whatever formats the series had: numbers that begin alike share a counter.
 * Samples are numbered apart, `SAMPLE-0001`, and use none of the series.
 */
export async function nextNumber(unit: Unit, options: NextNumberOptions): Promise<string> {
  const series = declaredSeries(options.series)
  const context = numberContext(unit.scope, options.branch.code, options.date)
  const pattern = unit.scope.samples
    ? SAMPLE_PATTERN
    : await patternInForce(unit, series, options.branch.id)
  const [row] = await unit.rows<{ last_number: string }>(
    `insert into number_series (organisation_id, id, series, space, prefix, period, pattern, last_number)
     values (?, ?, ?, ?, ?, ?, ?, 1)
     on conflict (organisation_id, series, space, prefix)
     do update set last_number = number_series.last_number + 1
     returning last_number`,
    [
      unit.scope.organisationId,
      uuidv7(),
      series.id,
      spaceOf(series, options.branch.id),
      prefixOf(pattern, context),
      periodOf(pattern, context),
      pattern,
    ]
  )
  return formatNumber(pattern, Number(row.last_number), context)
}

/** Branch that counts for itself, `null` when the whole organisation shares the numbers. */
export function spaceOf(series: NumberSeries, branchId: string): string | null {
  return series.unique === 'branch' ? branchId : null
}

/** What the tokens of a pattern stand for. */
export function numberContext(scope: Scope, branchCode: string, date: string): NumberContext {
  return { branchCode, date, financialYearStart: scope.organisation.financialYearStart }
}

/** Waits while somebody changes the format, so that the counter goes on from the last number of the old one. */
async function patternInForce(unit: Unit, series: NumberSeries, branchId: string) {
  const [row] = await unit.rows<{ pattern: string | null }>(
    'select kernel_number_format(?, ?) as pattern',
    [series.id, branchId]
  )
  return row.pattern ?? series.pattern
}
