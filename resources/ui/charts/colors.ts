import type { ChartSeries } from '@karkhana/kernel/pages'

const BY_TONE: Record<NonNullable<ChartSeries['tone']>, string> = {
  neutral: '--ui-text-dimmed',
  info: '--k-info-text',
  success: '--k-success-text',
  warning: '--k-warning-text',
  danger: '--k-danger-text',
}
const IN_TURN = ['--k-chart-1', '--k-chart-2', '--k-chart-3', '--k-chart-4']

/** Names of the variables that the series are drawn in; each reaches 3:1 on its surface in both themes. */
export const colorNames = (series: ChartSeries[]): string[] =>
  series.map(({ tone }, index) => (tone ? BY_TONE[tone] : IN_TURN[index % IN_TURN.length]))

/** The same as the page has them now; a canvas knows no variables. */
export function colorsOf(series: ChartSeries[]): string[] {
  const style = getComputedStyle(document.documentElement)
  return colorNames(series).map((name) => style.getPropertyValue(name).trim())
}
