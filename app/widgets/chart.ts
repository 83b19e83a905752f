import type { Tile } from './declaration.ts'

/** One row of numbers in a chart, a value for each label. */
export interface ChartSeries {
  label: string
  /** `null` where nothing is known, which is not 0. */
  values: (number | null)[]
  /** Its colour by meaning; without one the series take the colours of charts in turn. */
  tone?: Tile['tone']
}

/**
 * A chart as data: it is drawn in the browser, and can be read as a table. The summary says in one sentence what the
 * picture says, for whoever does not see it.
 */
export interface ChartData {
  draw: 'bar' | 'line'
  /** `money` is integer paise. */
  unit: 'number' | 'money'
  /** What the labels are: "Day", "Age". */
  axis: string
  labels: string[]
  series: ChartSeries[]
  summary: string
  /** The list behind it. */
  href?: string
}

/** Whether the chart has anything to show. */
export function hasValues({ series }: ChartData): boolean {
  return series.some(({ values }) => values.some((value) => value !== null && value !== 0))
}

/** What keeps a chart from being drawn and read as it should; empty when it is whole. */
export function chartProblems({ labels, series, summary, unit, axis }: ChartData): string[] {
  const problems: string[] = []
  if (!summary.trim()) problems.push('has no summary for readers who do not see it')
  if (!axis.trim()) problems.push('does not say what its labels are')
  if (series.length === 0) problems.push('has no series')
  for (const { label, values } of series) {
    if (values.length !== labels.length) {
      problems.push(`has ${values.length} values of "${label}" for ${labels.length} labels`)
    }
    const wrong = values.filter(
      (value) =>
        value !== null && !(unit === 'money' ? Number.isSafeInteger : Number.isFinite)(value)
    )
    if (wrong.length > 0) {
      problems.push(
        `has ${wrong[0]} in "${label}"; ${unit === 'money' ? 'paise are whole' : 'values are numbers, or null'}`
      )
    }
  }
  return problems
}
