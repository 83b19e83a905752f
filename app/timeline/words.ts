import type { RawChange } from '../audit/entries.ts'
import type { AuditedChange } from '../audit/views.ts'
import type { TimelineEntry } from '../http/page_types.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { TimelineDeclaration } from './declaration.ts'

/** The columns of a timeline with the names of their values at hand. */
export type ToldColumns = Record<string, ToldWords>

type ToldWords =
  | string
  | { label: string; values?: Record<string, string>; quiet?: true }
  | { set: string; cleared: string }

/** Asks for the names of values that a declaration leaves to a service; only for columns that were changed. */
export async function toldColumns(
  scope: Scope,
  { columns }: TimelineDeclaration,
  changed: ReadonlySet<string>
): Promise<ToldColumns> {
  const told: [string, ToldWords][] = []
  for (const [column, words] of Object.entries(columns)) {
    if (typeof words === 'object' && 'values' in words && typeof words.values === 'function') {
      const values = changed.has(column) ? await words.values(scope) : {}
      told.push([column, { ...words, values }])
    } else told.push([column, words as ToldWords])
  }
  return Object.fromEntries(told)
}

type Told = Pick<TimelineEntry, 'kind' | 'title' | 'detail' | 'changes'>

/**
 * An update in the words of the module: what was set or taken away is the title, else the changed values are. `said`
 * are the values in general words, `raw` what was written.
 */
export function changeEntry(columns: ToldColumns, said: AuditedChange[], raw: RawChange): Told {
  const order = Object.keys(columns)
  const told = said.filter(({ column }) => column.startsWith('custom.') || column in columns)
  const place = ({ column }: AuditedChange) =>
    column in columns ? order.indexOf(column) : order.length
  const titles: string[] = []
  const changes: NonNullable<Told['changes']> = []
  for (const change of told.sort((a, b) => place(a) - place(b))) {
    const words = columns[change.column] ?? ''
    if (typeof words === 'object' && 'set' in words) {
      titles.push(change.after === null ? words.cleared : words.set)
      continue
    }
    changes.push(inWords(change, words, raw))
  }
  const title = titles.join(', ') || changes.map(({ label }) => label).join(', ')
  const detail = changes.map(lineText).join('\n')
  return {
    kind: 'change',
    title,
    ...(changes.length > 0 && { detail, changes }),
  }
}

function inWords(
  { column, label, masked, before, after }: AuditedChange,
  words: Exclude<ToldWords, { set: string }>,
  { changes }: RawChange
) {
  if (typeof words === 'string') return { label: words || label, masked, before, after }
  if (words.quiet) return { label: words.label, masked: true, before: null, after: null }
  const stored = changes[column]
  const name = (side: 0 | 1, text: string | null) =>
    (Array.isArray(stored) && words.values?.[String(stored[side])]) || text
  return { label: words.label, masked, before: name(0, before), after: name(1, after) }
}

/** A change on one line: `Priority: P2 high → P1 critical`. */
function lineText({ label, masked, before, after }: NonNullable<Told['changes']>[number]): string {
  return masked ? `${label} changed` : `${label}: ${before ?? '–'} → ${after ?? '–'}`
}
