import { labelIn } from '../lang/translate.ts'
import type { Language } from '../lang/declaration.ts'
import type { ChartData } from './chart.ts'
import type { AttentionList, Tile } from './declaration.ts'

/**
 * The labels that a module declares on its cards, in the language of the reader. Sentences with values in them are
 * translated by the module, which knows the values.
 */
export function labelsIn(language: Language, module: string) {
  const say = (label: string) => labelIn(language, module, label)
  return {
    tiles: (tiles: Tile[]) => tiles.map((tile) => ({ ...tile, label: say(tile.label) })),
    list: (list: AttentionList): AttentionList => ({
      ...list,
      title: say(list.title),
      items: list.items.map((item) => ({
        ...item,
        ...(item.status && { status: { ...item.status, label: say(item.status.label) } }),
      })),
    }),
    chart: (chart: ChartData): ChartData => ({
      ...chart,
      axis: say(chart.axis),
      labels: chart.labels.map(say),
      series: chart.series.map((series) => ({ ...series, label: say(series.label) })),
    }),
  }
}
