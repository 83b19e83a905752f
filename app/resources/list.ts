import type { FieldDeclaration, ListColumn } from '../http/page_types.ts'
import type {
  AnyList,
  ListAction,
  ListDeclaration,
  ListEdit,
  ListQuery,
  SortDeclaration,
} from '../lists/declaration.ts'
import type { FilterDeclaration } from '../lists/filter_declaration.ts'
import { anywhere } from '../search/matches.ts'
import type { ResourceDeclaration, ResourceField, ResourceValueField } from './declaration.ts'
import { columnOf, nameKeyOf, permissionOf } from './names.ts'
import { archiveRecord, updateRecord } from './records.ts'
import { ALIAS, fromResource, own, rowOf, type RawRow, type ResourceRow } from './rows.ts'
import { searchedColumns } from './search.ts'
import { isValue } from './validators.ts'
import { recordOf } from './write_out.ts'

const made = new WeakMap<ResourceDeclaration, AnyList>()

/** The list of a resource: of its page, its API, its export and its saved views. */
export function listOfResource(resource: ResourceDeclaration): AnyList {
  const known = made.get(resource) ?? listOf(resource)
  made.set(resource, known)
  return known
}

function listOf(resource: ResourceDeclaration): ListDeclaration<RawRow, ResourceRow> {
  const { id, label, fields } = resource
  return {
    name: id,
    label,
    permission: permissionOf(resource, 'view'),
    from: (unit) => fromResource(unit, resource),
    id: `${ALIAS}.id`,
    record: recordOf(resource),
    columns: columnsOfList(resource),
    search: (query, term) => search(resource, query, term),
    filters: filtersOf(resource),
    narrow: ({ filters }): Record<string, string> => (filters?.archived ? {} : { archived: 'no' }),
    sorts: sortsOf(resource),
    defaultSort: 'newest',
    edits: Object.fromEntries(
      fields
        .filter(isValue)
        .filter(({ editInList }) => editInList)
        .map((field) => [field.key, editOf(resource, field)])
    ),
    actions: { archive: archiveAction(resource) },
    row: (raw) => rowOf(resource, raw),
  }
}

/** Columns by what the fields are; long texts only when a field says so. */
export function columnsOfList({ number, title, fields }: ResourceDeclaration): ListColumn[] {
  const columns = fields
    .filter(({ inList = true, kind }) => inList && (kind !== 'multiline' || inList !== true))
    .map((field) => columnOfField(field, !number && field.key === title))
  return number
    ? [{ key: 'number', label: 'No.', kind: 'code', primary: true }, ...columns]
    : columns
}

function columnOfField(field: ResourceField, primary: boolean): ListColumn {
  const { key, label, inList } = field
  const place = {
    label,
    ...(primary && { primary: true }),
    ...(inList === 'hidden' && { hidden: true, hideOnPhone: true }),
  }
  if (!isValue(field)) return { key: nameKeyOf(key), ...place }
  const statuses = statusesOf(field)
  return { key, kind: KINDS[field.kind] ?? 'text', ...place, ...(statuses && { statuses }) }
}

const KINDS: Partial<Record<ResourceValueField['kind'], ListColumn['kind']>> = {
  money: 'money',
  date: 'date',
  integer: 'number',
  number: 'number',
  choice: 'status',
  switch: 'status',
  phone: 'code',
}

/** The chips of a choice or a switch. */
export function statusesOf(field: ResourceValueField): ListColumn['statuses'] | null {
  if (field.kind === 'switch') {
    return { true: { label: 'Yes', tone: 'success' }, false: { label: 'No', tone: 'neutral' } }
  }
  if (field.kind !== 'choice') return null
  const options = field.options ?? []
  return Object.fromEntries(
    options.map(({ value, label, tone = 'neutral' }) => [value, { label, tone }])
  )
}

function search(resource: ResourceDeclaration, query: ListQuery, term: string) {
  query.where((either) => {
    for (const column of searchedColumns(resource)) either.orWhereILike(own(column), anywhere(term))
  })
}

function filtersOf({ fields }: ResourceDeclaration): Record<string, FilterDeclaration> {
  return {
    ...Object.fromEntries(
      fields.filter(({ filter }) => filter).map((field) => [field.key, filterOf(field)])
    ),
    archived: {
      label: 'Archived',
      options: [
        { value: 'only', label: 'Archived only' },
        { value: 'with', label: 'Archived as well' },
      ],
      apply: (query, value) => {
        if (value === 'no') query.whereNull(own('archived_at'))
        else if (value !== 'with') query.whereNotNull(own('archived_at'))
      },
    },
    added: { kind: 'date', label: 'Added', column: own('created_at') },
  }
}

function filterOf(field: ResourceField): FilterDeclaration {
  const { label } = field
  const column = own(columnOf(field))
  if (!isValue(field)) return { kind: 'record', label, column }
  if (field.kind === 'date') return { kind: 'date', label, column, of: 'date' }
  if (field.kind === 'money') return { kind: 'money', label, column }
  if (field.kind === 'switch') {
    return {
      label,
      options: [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ],
      apply: (query, value) => query.where(column, value === 'true'),
    }
  }
  const options = (field.options ?? []).map(({ value, label: name }) => ({ value, label: name }))
  return { kind: 'choice', label, column, options }
}

function sortsOf({ number, fields }: ResourceDeclaration): Record<string, SortDeclaration> {
  const sorted = fields.filter(isValue).filter(({ sort }) => sort)
  return {
    newest: {
      label: 'Newest first',
      column: own('created_at'),
      type: 'timestamptz',
      direction: 'desc',
    },
    ...(number && {
      number: { label: 'No.', column: own('number'), type: 'text', direction: 'asc' },
    }),
    ...Object.fromEntries(sorted.map((field) => [field.key, sortOf(field)])),
  }
}

/** Empty dates come last, empty amounts and texts first. */
function sortOf(field: ResourceValueField): SortDeclaration {
  const { label, kind, required } = field
  const column = own(columnOf(field))
  const filled = (empty: string) => (required ? column : `coalesce(${column}, ${empty})`)
  const direction = 'asc'
  if (kind === 'date') return { label, column: filled(`'infinity'`), type: 'date', direction }
  if (kind === 'money' || kind === 'integer') {
    return { label, column: filled('0'), type: 'bigint', direction }
  }
  return { label, column: `lower(${filled(`''`)})`, type: 'text', direction }
}

function editOf(resource: ResourceDeclaration, field: ResourceValueField): ListEdit<ResourceRow> {
  const { key, label, kind, required, options, min, max, pattern, example } = field
  const declaration: FieldDeclaration = {
    ...{ key, label, kind, required, min, max, pattern, example },
    ...(options && { options: options.map(({ value, label: name }) => ({ value, label: name })) }),
  }
  return {
    permission: permissionOf(resource, 'update'),
    field: declaration,
    save: (scope, id, { value, version }) =>
      updateRecord(scope, resource, id, { values: { [key]: value }, version }),
  }
}

function archiveAction(resource: ResourceDeclaration): ListAction {
  return {
    label: 'Archive',
    icon: 'i-lucide-archive',
    permission: permissionOf(resource, 'archive'),
    run: (scope, id) => archiveRecord(scope, resource, id),
  }
}
