import { identifier } from '../data/tables.ts'

/**
 * Statements for a migration: columns of a table that hold ids of stored files. When a row is deleted, or holds another
 * file, whatever did it, the file is let go in the same transaction and its bytes are deleted afterwards. Erasure,
 * retention and the purge of the module thereby delete files as well; declare the columns as `clear` in `personal` when
 * the files are about people.
 */
export function ownsFiles(table: string, ...columns: string[]): string[] {
  const name = identifier(table)
  const held = columns.map(identifier)
  return [
    ...held.map(
      (column) => `alter table ${name}
  add foreign key (organisation_id, ${column}) references stored_files (organisation_id, id)`
    ),
    `create trigger ${name}_files after update of ${held.join(', ')} or delete on ${name}
  for each row execute function kernel_release_files(${held.map((column) => `'${column}'`).join(', ')})`,
  ]
}
