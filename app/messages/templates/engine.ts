import { analyzeSync, Liquid, type Template } from 'liquidjs'

/** What a variable of a template may hold. */
export type TemplateValue = string | number | boolean | null

/** Characters of one field of a template. */
export const TEMPLATE_LENGTH = 5_000

/** Characters that one field may become. */
const OUTPUT_LENGTH = 20_000

/** Conditions alone: nothing repeats, nothing is assigned, and nothing reads a file or another template. */
const TAGS = ['if', 'unless', 'case', 'comment']

/** Filters that make a short text of a short text. */
export const TEMPLATE_FILTERS = ['upcase', 'downcase', 'capitalize', 'default', 'strip', 'truncate']

/**
 * The template language of organisations: Liquid without loops, assignments, includes and files, over own properties
 * of plain values. A template is a condition over words; it cannot run long, grow, or reach anything of the program.
 */
function lockedDown(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    cache: undefined,
    // Partials would come from here, and there are none; without it they would be looked for on the disk.
    templates: {},
    dynamicPartials: false,
    // Characters, milliseconds, and units of the library that stand for characters.
    parseLimit: 2 * TEMPLATE_LENGTH,
    renderLimit: 500,
    memoryLimit: 200_000,
  })
  return Object.assign(liquid, {
    tags: only(liquid.tags, TAGS),
    filters: only(liquid.filters, TEMPLATE_FILTERS),
  })
}

/** Without a prototype: a tag or filter called `constructor` is one that there is not. */
function only<Kept>(all: Record<string, Kept>, names: string[]): Record<string, Kept> {
  const kept = Object.create(null) as Record<string, Kept>
  for (const name of names) kept[name] = all[name]
  return kept
}

const liquid = lockedDown()

/** @throws a fault of the library, with its place */
export function parseTemplate(source: string): Template[] {
  return liquid.parse(source)
}

/** What a template reads, with the line of each place: `{ path: 'customer', line: 2 }`. */
export function readsOf(templates: Template[]): { path: string; line: number }[] {
  return Object.values(analyzeSync(templates, { partials: false }).globals)
    .flat()
    .map((variable) => ({ path: variable.toString(), line: variable.location.row }))
}

/**
 * Fills a template. Values are texts and stay texts: what stands in them is never read as a template.
 * @throws when the source is no template, or goes beyond its limits
 */
export function fillTemplate(source: string, values: Record<string, TemplateValue>): string {
  const own = Object.assign(Object.create(null) as Record<string, TemplateValue>, values)
  return String(liquid.parseAndRenderSync(source, own)).slice(0, OUTPUT_LENGTH)
}
