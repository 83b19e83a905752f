import type { Scope } from '@karkhana/kernel'
import { addDays, financialYear, type BusinessDate } from '@karkhana/kernel/dates'
import type { ListQuery } from '@karkhana/kernel/lists'

/** Financial years from the first entry to the last or today, the latest first, as filter choices. */
export async function financialYears(scope: Scope) {
  const [{ first, last }] = await scope.read((unit) =>
    unit.rows<{ first: BusinessDate | null; last: BusinessDate | null }>(
      'select min(entry_date)::text as first, max(entry_date)::text as last from accounting_entries'
    )
  )
  const today = scope.today()
  const earliest = first !== null && first < today ? first : today
  const years: { value: string; label: string }[] = []
  let date = last !== null && last > today ? last : today
  while (date >= earliest || years.length === 0) {
    const year = financialYear(date, scope.organisation.financialYearStart)
    years.push({ value: year.label, label: `FY ${year.label}` })
    date = addDays(year.start, -1)
  }
  return years
}

/** Filter that keeps the days of a financial year, `2026-27`; of anything else, none. */
export function withinYear(column: string) {
  return (query: ListQuery, value: string, scope: Scope) => {
    const { financialYearStart } = scope.organisation
    if (!/^[12]\d{3}(-\d{2})?$/.test(value)) return query.whereRaw('false')
    const month = String(financialYearStart).padStart(2, '0')
    const { start, end } = financialYear(`${value.slice(0, 4)}-${month}-01`, financialYearStart)
    return query.whereBetween(column, [start, end])
  }
}
