import { chartProblems } from '../../../widgets/chart.ts'
import { periodOf, PERIODS } from '../../../widgets/period.ts'
import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'
import { renderFill } from '../render_fill.ts'

/** What the module puts into pages of others can be drawn. */
export const RENDERING: ModuleCheck[] = [
  {
    id: 'slots.render',
    title: 'every slot fill and card renders with the props it is given, every chart is whole',
    run: fillProblems,
  },
]

async function fillProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry, folder, root } = module
  const offered = new Map(
    registry.manifests().flatMap(({ offersSlots }) => offersSlots.map((slot) => [slot.id, slot]))
  )
  const fills = [
    ...Object.entries(manifest.slots).flatMap(([slot, list]) =>
      list.map(({ component, data }) => ({
        component,
        slot,
        props: [...Object.keys(offered.get(slot)?.props ?? {}), ...(data ? ['data'] : [])],
      }))
    ),
    ...manifest.widgets.flatMap((widget) =>
      widget.kind === 'component'
        ? [{ component: widget.component, slot: widget.id, props: ['data', 'title'] }]
        : []
    ),
  ]
  const problems: string[] = []
  for (const { component, slot, props } of fills) {
    const file = `${folder}/slots/${component.split('::')[1]}.vue`
    const found = await renderFill(root, file, props)
    problems.push(...found.map((problem) => `${component} in ${slot}: ${problem}`))
  }
  return [...problems, ...(await chartsOf(module))]
}

/** Charts are read for every period, where there are records and where there are none. */
async function chartsOf(module: ModuleUnderTest): Promise<string[]> {
  const charts = module.manifest.widgets.filter((widget) => widget.kind === 'chart')
  if (charts.length === 0) return []
  const { a, b } = await module.pair()
  const problems = new Set<string>()
  for (const scope of [await a.scope(), await b.scope()]) {
    for (const { id, load } of charts) {
      for (const period of PERIODS) {
        const chart = await (await load()).default(scope, periodOf(scope, period))
        for (const problem of chart ? chartProblems(chart) : []) problems.add(`${id} ${problem}`)
      }
    }
  }
  return [...problems]
}
