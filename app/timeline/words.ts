import type { RawChange } from '../audit/entries.ts'
import type { AuditedChange } from '../audit/views.ts'
import type { TimelineEntry } from '../http/page_types.ts'
import type { ColumnWords, TimelineDeclaration } from './declaration.ts'

type Told = Pick<TimelineEntry, 'kind' | 'title' | 'detail' | 'changes'>

/**
 * An update in the words of the module: what was set or taken away is the title, else the changed values are. `said`
 * are the values in general words, `raw` what was written.
 */
export function changeEntry(
  { columns }: TimelineDeclaration,
  said: AuditedChange[],
  raw: RawChange
): Told {
  const order = Object.keys(columns)
  const told = said.filter(({ column }) => column.startsWith('custom.') || column in columns)
  const place = ({ column }: AuditedChange) =>
    column in columns ? order.indexOf(column) : order.length
  const titles: string[] = []
  const changes: NonNullable<Told['changes']> = []
  for (const change of told.sort((a, b) => place(a) - place(b))) {
    const words: ColumnWords = columns[change.column] ?? ''
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
  words: Exclude<ColumnWords, { set: string }>,
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
