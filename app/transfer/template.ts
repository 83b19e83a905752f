import type { FieldDeclaration, FieldKind } from '../fields/declaration.ts'
import { sentencesFor } from '../lang/sentences.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import { importerNamed } from './definitions.ts'
import { streamed, tableFile, type FileFormat, type StreamedFile } from './export.ts'
import type { FileColumn } from './files/cells.ts'
import { sheetNames } from './files/xlsx_parts.ts'
import { columnLetters, type ChoiceColumn } from './files/xlsx_sheet.ts'
import { writeWorkbook } from './files/xlsx_writer.ts'
import { columnsOf } from './imports.ts'

/** How the values of a column are written, as the sheet of the columns says it. */
const WRITTEN: Record<FieldKind, string> = {
  text: 'Text',
  multiline: 'Text, several lines',
  integer: 'Whole number',
  number: 'Number',
  money: 'Amount in rupees',
  date: 'Date, day first: 15-04-2026',
  switch: 'Yes or No',
  choice: 'One of the allowed values',
  email: 'E-mail address',
  phone: 'Phone number with ten digits',
  url: 'Web address',
}

const text = (key: string, label: string): FileColumn => ({ key, label, kind: 'text' })
const YES_NO = ['Yes', 'No']

/**
 * A file to fill in. As a workbook it has a sheet for the rows, where choices are offered in their cells, one that
 * explains each column, and one with the allowed values; as CSV it has the headings and one row as an example.
 * @throws NotFoundError
 */
export async function importTemplate(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  format: FileFormat
): Promise<StreamedFile> {
  const { value: importer, module } = await importerNamed(scope, registry, id)
  const fields = await columnsOf(scope, importer)
  const title = `${importer.label} template`
  const columns = fields.map(({ key, label }) => text(key, label))
  if (format === 'csv') {
    const example = Object.fromEntries(fields.map((field) => [field.key, exampleOf(field)]))
    return tableFile(scope, title, columns, once([example]), format)
  }
  const { tell, label } = sentencesFor(scope)
  const titles = [label(module.id, importer.label), tell('Columns'), tell('Allowed values')]
  const choices = fields.map(valuesOf)
  const allowed = fields.filter((_, at) => choices[at].length > 0)
  const zone = scope.organisation.timezone
  const [, , valueSheet] = sheetNames(titles)
  const content = writeWorkbook([
    {
      title: titles[0],
      columns: fields.map(({ key, label: name, required }) =>
        text(key, required ? `${name} *` : name)
      ),
      zone,
      choices: fields.flatMap((field, column): ChoiceColumn[] => {
        const count = choices[column].length
        if (count === 0) return []
        const letters = columnLetters(allowed.indexOf(field))
        return [{ column, source: `'${valueSheet}'!$${letters}$2:$${letters}$${count + 1}` }]
      }),
      batches: once([]),
    },
    {
      title: titles[1],
      columns: [
        text('label', tell('Column')),
        text('required', tell('Required')),
        text('written', tell('How it is written')),
        text('example', tell('Example')),
        text('help', tell('What it is for')),
      ],
      zone,
      batches: once(
        fields.map((field) => ({
          label: field.label,
          required: tell(field.required ? 'Yes' : 'No'),
          written: tell(WRITTEN[field.kind]),
          example: exampleOf(field),
          help: field.help ? label(module.id, field.help) : null,
        }))
      ),
    },
    {
      title: titles[2],
      columns: allowed.map(({ key, label: name }) => text(key, name)),
      zone,
      batches: once(
        Array.from({ length: Math.max(0, ...choices.map((values) => values.length)) }, (_, row) =>
          Object.fromEntries(allowed.map((field) => [field.key, valuesOf(field)[row] ?? null]))
        )
      ),
    },
  ])
  return streamed(scope, title, format, content)
}

const valuesOf = ({ kind, options = [] }: FieldDeclaration) =>
  kind === 'switch' ? YES_NO : options.map(({ label }) => label)

const exampleOf = (field: FieldDeclaration) => field.example ?? valuesOf(field)[0] ?? null

async function* once(rows: ReportRow[]) {
  yield await Promise.resolve(rows)
}
