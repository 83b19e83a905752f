import type { FieldDeclaration } from '../fields/declaration.ts'
import type { Language } from '../lang/declaration.ts'
import { labelIn } from '../lang/translate.ts'
import type { ReportLine, ReportView } from './reports.ts'

/** A report as its reader calls it: title, purpose and module in their language, by the texts of its module. */
export function lineIn<Line extends ReportLine>(language: Language, line: Line): Line {
  const say = wordsOf(language, line)
  return {
    ...line,
    title: say(line.title),
    description: say(line.description),
    module: say(line.module),
  }
}

/** A report with its figures: what it asks for, its columns and the values that are labels, too. */
export function reportIn(language: Language, view: ReportView): ReportView {
  const say = wordsOf(language, view)
  const labels = view.columns.filter((column) => column.labels).map(({ key }) => key)
  return {
    ...lineIn(language, view),
    parameters: view.parameters.map((field) => fieldIn(say, field)),
    columns: view.columns.map((column) => ({ ...column, label: say(column.label) })),
    rows: view.rows.map((row) => ({
      ...row,
      ...Object.fromEntries(
        labels.flatMap((key) => (typeof row[key] === 'string' ? [[key, say(row[key])]] : []))
      ),
    })),
  }
}

type Say = (label: string) => string

const wordsOf =
  (language: Language, { id }: ReportLine): Say =>
  (label) =>
    labelIn(language, id.split('.')[0], label)

function fieldIn(say: Say, field: FieldDeclaration): FieldDeclaration {
  return {
    ...field,
    label: say(field.label),
    ...(field.help && { help: say(field.help) }),
    ...(field.options && {
      options: field.options.map((option) => ({ ...option, label: say(option.label) })),
    }),
  }
}
