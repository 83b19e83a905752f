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
