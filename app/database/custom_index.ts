/**
 * SQL that lets lists find the rows of a table by its custom fields; a migration of every module whose records have
 * them runs it once. Rows without a value cost nothing.
 */
export function indexCustomFields(table: string): string[] {
  const trigger = (on: string, when: string) => `create trigger ${table}_custom_${on.split(' ')[0]}
  after ${on} on ${table} for each row when (${when}) execute function kernel_index_custom()`
  return [
    trigger('insert', "new.custom <> '{}'"),
    trigger('update of custom', 'new.custom is distinct from old.custom'),
    trigger('delete', "old.custom <> '{}'"),
  ]
}

/** Takes it away again; used by `down`. */
export function unindexCustomFields(table: string): string[] {
  return ['insert', 'update', 'delete'].map(
    (on) => `drop trigger if exists ${table}_custom_${on} on ${table}`
  )
}
