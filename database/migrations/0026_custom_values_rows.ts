import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * The values of one record are found by its id alone, which is one of a kind. With the table in front, PostgreSQL
 * took this index for looking values up as well, as long as it knew nothing about the rows.
 */
export default defineMigration({
  up: [
    'drop index custom_values_row_index',
    'create index custom_values_row_index on custom_values (organisation_id, row_id)',
  ],
  down: [
    'drop index custom_values_row_index',
    'create index custom_values_row_index on custom_values (organisation_id, table_name, row_id)',
  ],
})
