/**
 * SQL of a table whose rows belong to an organisation: keys, row-level security, version,
 * timestamps, custom fields and the audit trigger come with it and cannot be left out.
 */
export interface OrganisationTableOptions {
  /** Column name to SQL type and constraints, or a `reference(...)`. */
  columns: Record<string, string | Reference>
  /** Column lists that are unique within the organisation. */
  unique?: string[][]
  /** Unique where a condition holds: `[columns, condition]`. */
  uniqueWhere?: [string[], string][]
  /** Column lists indexed behind `organisation_id`; `desc` may follow a name. */
  indexes?: string[][]
  /** Constraint name to condition. */
  checks?: Record<string, string>
  /** Rows are never changed nor deleted: a ledger, a history. */
  appendOnly?: boolean
  /** Further index statements, for expression and partial indexes. */
  extra?: string[]
}

export interface Reference {
  table: string
  nullable: boolean
  onDelete: 'restrict' | 'cascade'
}

/** A column that holds the id of a row of another table of the same organisation. */
export function reference(
  table: string,
  options: { nullable?: boolean; onDelete?: 'restrict' | 'cascade' } = {}
): Reference {
  return { table, nullable: options.nullable ?? false, onDelete: options.onDelete ?? 'restrict' }
}

/** Statements that create the table `name`. */
export function organisationTable(name: string, options: OrganisationTableOptions): string[] {
  return [
    createTable(name, options),
    ...secure(name),
    ...privileges(name, options.appendOnly ?? false),
    ...triggers(name, options.appendOnly ?? false),
    ...indexes(name, options),
    ...(options.extra ?? []),
  ]
}

/** Statements that remove the table `name`; used by `down`. */
export function dropTable(name: string): string[] {
  return [`drop table if exists ${name}`]
}

function createTable(name: string, { columns, checks, unique }: OrganisationTableOptions) {
  const lines = [
    'organisation_id uuid not null references organisations (id)',
    'id uuid not null',
    ...Object.entries(columns).map(([column, type]) => `${column} ${columnSql(type)}`),
    "custom jsonb not null default '{}'",
    'version integer not null default 1',
    'created_at timestamptz not null default now()',
    'updated_at timestamptz not null default now()',
    'primary key (organisation_id, id)',
    ...Object.entries(columns).flatMap(([column, type]) => foreignKey(column, type)),
    ...(unique ?? []).map((list) => `unique (organisation_id, ${list.join(', ')})`),
    ...Object.entries(checks ?? {}).map(
      ([check, condition]) => `constraint ${name}_${check} check (${condition})`
    ),
  ]
  return `create table ${name} (\n  ${lines.join(',\n  ')}\n)`
}

function columnSql(type: string | Reference) {
  if (typeof type === 'string') return type
  return type.nullable ? 'uuid' : 'uuid not null'
}

function foreignKey(column: string, type: string | Reference) {
  if (typeof type === 'string') return []
  return [
    `foreign key (organisation_id, ${column}) references ${type.table} (organisation_id, id) on delete ${type.onDelete}`,
  ]
}

function secure(name: string) {
  return [
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    `create policy ${name}_organisation on ${name}
  using (organisation_id = kernel_organisation_id())
  with check (organisation_id = kernel_organisation_id())`,
  ]
}

function privileges(name: string, appendOnly: boolean) {
  return [`grant select, insert${appendOnly ? '' : ', update, delete'} on ${name} to {{app}}`]
}

function triggers(name: string, appendOnly: boolean) {
  const audit = `create trigger ${name}_audit after insert or update or delete on ${name}
  for each row execute function kernel_audit()`
  const touch = `create trigger ${name}_touch before update on ${name}
  for each row execute function kernel_touch()`
  const refuse = `create trigger ${name}_append_only before update or delete on ${name}
  for each row execute function kernel_refuse_change()`
  return appendOnly ? [audit, refuse] : [touch, audit]
}

function indexes(name: string, { indexes: lists, columns, uniqueWhere }: OrganisationTableOptions) {
  const references = Object.entries(columns)
    .filter(([, type]) => typeof type !== 'string')
    .map(([column]) => [column])
  const plain = [...references, ...(lists ?? [])].map((list) => {
    const label = list.map((column) => column.split(' ')[0]).join('_')
    return `create index ${name}_${label}_index on ${name} (organisation_id, ${list.join(', ')})`
  })
  const partial = (uniqueWhere ?? []).map(
    ([list, condition]) =>
      `create unique index ${name}_${list.join('_')}_unique on ${name} (organisation_id, ${list.join(', ')}) where ${condition}`
  )
  return [...plain, ...partial]
}
