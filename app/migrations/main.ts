export { defineMigration, type Migration } from './define_migration.ts'
export { organisationTable, dropTable, reference } from '../database/organisation_table.ts'
export { restrictToBranches, restrictToParent, unrestrict } from '../database/branch_policy.ts'
export { migrate, type MigrateOptions, type MigrateResult } from './migrate.ts'
