import { defineMigration } from '@karkhana/kernel/migrations'

/** Tables of a module with a hyphen in its id begin with its id in underscores: `sms_gateway_statements`. */
const check = (table: string, condition: string) => [
  `alter table ${table} drop constraint ${table}_table_of_module`,
  `alter table ${table} add constraint ${table}_table_of_module check (${condition})`,
]

/** Comments and files at records of modules whose id has a hyphen. */
export default defineMigration({
  up: ['comments', 'attachments'].flatMap((table) =>
    check(table, `starts_with(record_table, replace(module_id, '-', '_') || '_')`)
  ),
  down: ['comments', 'attachments'].flatMap((table) =>
    check(table, `starts_with(record_table, module_id || '_')`)
  ),
})
