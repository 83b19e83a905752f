import type { FieldDeclaration } from '../fields/declaration.ts'
import type { Say } from '../lang/say.ts'
import type { Contributed } from '../modules/load_contributed.ts'
import type { ImportView } from './import_record.ts'
import type { Sentence } from './read_row.ts'

/** What can be imported or exported, as the reader calls it. */
export function lineIn(say: Say, { module, value }: Contributed<{ id: string; label: string }>) {
  return { id: value.id, label: say(module.id, value.label), module: say(module.id, module.name) }
}

/** Columns of a file: their names stay as they stand in it. */
export function columnsIn(say: Say, importer: string, columns: readonly FieldDeclaration[]) {
  const owner = importer.split('.')[0]
  return columns.map(({ help, ...column }) => ({
    ...column,
    ...(help && { help: say(owner, help) }),
  }))
}

/** An import as the reader calls it, with the reasons of what was refused. */
export function importIn(say: Say, view: ImportView): ImportView {
  const owner = view.importer.split('.')[0]
  return {
    ...view,
    label: say(owner, view.label),
    columns: view.columns.map((column) => ({ ...column, label: say(owner, column.label) })),
    problems: view.problems.map(({ column, reason, sentences, double: _, ...problem }) => ({
      ...problem,
      column: column && say(owner, column),
      reason: reasonIn(say, owner, { reason, sentences }),
    })),
    repeated: view.repeated.map(({ column, reason, sentences, ...problem }) => ({
      ...problem,
      column: say(owner, column),
      reason: reasonIn(say, owner, { reason, sentences }),
    })),
    failure: view.failure && say(owner, view.failure),
  }
}

/** Why a row was refused, as the reader says it; `owner` is the module of the importer. */
export function reasonIn(
  say: Say,
  owner: string,
  { reason, sentences }: { reason: string; sentences?: Sentence[] | null }
): string {
  if (!sentences) return say(owner, reason)
  return sentences
    .map(({ text, values = {} }) =>
      say(owner, text).replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
    )
    .join(' ')
}
