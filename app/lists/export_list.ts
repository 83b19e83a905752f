import { RuleError } from '../errors.ts'
import type { ListColumn } from '../http/page_types.ts'
import type { Origin } from '../identity/services/origin.ts'
import type { ColumnDeclaration, ReportRow } from '../reports/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import { noteExport, tableFile, type FileFormat, type StreamedFile } from '../transfer/export.ts'
import { TRANSFER } from '../transfer/definitions.ts'
import type { CustomField, CustomValues } from '../custom_fields/declaration.ts'
import { customListing } from './query.ts'
import { runList } from './define_list.ts'
import type { ListInput, NamedList } from './declaration.ts'

/** Rows of one batch. */
const BATCH = 1_000
const OWN = 'custom.'

const KINDS: Record<NonNullable<ListColumn['kind']>, ColumnDeclaration['kind']> = {
  text: 'text',
  code: 'text',
  person: 'text',
  status: 'text',
  money: 'money',
  number: 'number',
  date: 'date',
  datetime: 'instant',
}

/**
 * What the reader sees of a list, as a file: its filters, its order, the columns named, all rows. Written while it is
 * read, batch by batch; that it was taken home is noted among the security events.
 * @throws ForbiddenError, RuleError naming the column that the list does not have
 */
export async function exportList(
  scope: Scope,
  list: NamedList,
  input: ListInput,
  choice: ListExportChoice,
  origin: Origin
): Promise<StreamedFile> {
  const file = await listFile(scope, list, input, choice)
  await noteExport(scope, list.label ?? list.name, choice.format, origin)
  return file
}

/** Format and columns; those that the list shows by itself when none are named. */
export interface ListExportChoice {
  format: FileFormat
  columns?: readonly string[]
}

/**
 * The same without a note, for who has made it already.
 * @throws ForbiddenError, RuleError naming the column that the list does not have
 */
export async function listFile(
  scope: Scope,
  list: NamedList,
  input: ListInput,
  { format, columns: wanted }: ListExportChoice
): Promise<StreamedFile> {
  scope.ensure(TRANSFER)
  const declared = list.columns ?? []
  const own = await scope.read(async (unit) => (await customListing(unit, list)).fields)
  const keys = wanted ?? [
    ...declared.filter(({ hidden }) => !hidden).map(({ key }) => key),
    ...own.filter(({ showInList }) => showInList).map(({ key }) => `${OWN}${key}`),
  ]
  const columns = keys.map((key) => columnOf(key, declared, own))
  // Told before the first byte is sent, while there is an answer to tell it in.
  await runList(scope, list, { ...input, limit: 1, cursor: undefined, withChoices: false })
  const title = list.label ?? list.name
  async function* batches() {
    let cursor: string | null | undefined
    do {
      const page = await runList(scope, list, {
        ...input,
        cursor: cursor ?? undefined,
        limit: BATCH,
        withChoices: false,
      })
      yield page.rows.map((row) => cellsOf(row as Record<string, unknown>, columns, declared))
      cursor = page.nextCursor
    } while (cursor)
  }
  return tableFile(scope, title, columns, batches(), format)
}

function columnOf(
  key: string,
  declared: readonly ListColumn[],
  own: readonly CustomField[]
): ColumnDeclaration {
  const column = declared.find((each) => each.key === key)
  if (column) return { key, label: column.label, kind: KINDS[column.kind ?? 'text'] }
  const field = own.find((each) => `${OWN}${each.key}` === key)
  if (!field) {
    throw new RuleError('E_LIST_PARAMETER', `"${key}" is no column of this list.`, {
      field: 'columns',
      next: `Use some of: ${declared.map((each) => each.key).join(', ')}.`,
    })
  }
  const kind = ['money', 'integer', 'number', 'date'].includes(field.kind)
    ? (field.kind as ColumnDeclaration['kind'])
    : 'text'
  return { key, label: field.label, kind }
}

function cellsOf(
  row: Record<string, unknown>,
  columns: readonly ColumnDeclaration[],
  declared: readonly ListColumn[]
): ReportRow {
  const custom = (row.custom ?? {}) as CustomValues
  return Object.fromEntries(
    columns.map(({ key }) => {
      if (key.startsWith(OWN)) return [key, plain(custom[key.slice(OWN.length)])]
      const value = plain(row[key])
      const looks = declared.find((column) => column.key === key)?.statuses
      return [key, looks?.[String(value)]?.label ?? value]
    })
  )
}

function plain(value: unknown): ReportRow[string] {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'object' && 'label' in value) return String(value.label)
  return String(value)
}
