import { financialYear } from '../dates/index.ts'
import type { FieldDeclaration, FieldValues } from '../fields/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * What a report is about until the reader chooses: `from` and `to` the present financial year, other dates today; a
 * required choice the first of its options.
 */
export function defaultParameters(
  scope: Scope,
  parameters: readonly FieldDeclaration[]
): FieldValues {
  const today = scope.today()
  const year = financialYear(today, scope.organisation.financialYearStart)
  const dates: Record<string, string> = { from: year.start, to: year.end }
  return Object.fromEntries(
    parameters.flatMap(({ key, kind, required, options }) => {
      if (kind === 'date') return [[key, dates[key] ?? today]]
      return kind === 'choice' && required && options?.[0] ? [[key, options[0].value]] : []
    })
  )
}
