import type { ModuleCheck } from '../check.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'
import { renderFill } from '../render_fill.ts'

/** What the module puts into pages of others can be drawn. */
export const RENDERING: ModuleCheck[] = [
  {
    id: 'slots.render',
    title: 'every slot fill and card renders with the props it is given',
    run: fillProblems,
  },
]

async function fillProblems({
  manifest,
  registry,
  folder,
  root,
}: ModuleUnderTest): Promise<string[]> {
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
  return problems
}
