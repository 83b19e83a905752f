import { v7 as uuidv7 } from 'uuid'
import type { Unit } from '../tenancy/unit.ts'
import { formatNumber, periodOf, type NumberContext } from './pattern.ts'

export interface NextNumberOptions {
  /** `invoicing.invoice` */
  series: string
  /** Used when the series is new; `{BR}`, `{FY}`, `{YYYY}`, `{YY}`, `{MM}` and a counter `{00001}`. */
  pattern: string
  branch: { id: string; code: string }
  /** Business date of the document, `YYYY-MM-DD`. */
  date: string
}

/**
 * The next number of a series of a branch. Gapless: it is taken in the transaction that uses it, and
 * the row stays locked until that ends, so a rolled back document gives its number back.
 */
export async function nextNumber(unit: Unit, options: NextNumberOptions): Promise<string> {
  const { scope } = unit
  const context: NumberContext = {
    branchCode: options.branch.code,
    date: options.date,
    financialYearStart: scope.organisation.financialYearStart,
  }
  const [row] = await unit.rows<{ last_number: string; pattern: string }>(
    `insert into number_series (organisation_id, id, series, branch_id, period, pattern, last_number)
     values (?, ?, ?, ?, ?, ?, 1)
     on conflict (organisation_id, series, branch_id, period)
     do update set last_number = number_series.last_number + 1
     returning last_number, pattern`,
    [
      scope.organisationId,
      uuidv7(),
      options.series,
      options.branch.id,
      periodOf(options.pattern, context),
      options.pattern,
    ]
  )
  return formatNumber(row.pattern, Number(row.last_number), context)
}
