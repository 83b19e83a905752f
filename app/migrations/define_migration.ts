/**
 * One step of a schema: statements run in one transaction by the owner of the database. `{{app}}`
 * stands for the role the application connects as. A migration that has run is never edited; the
 * ledger keeps its checksum.
 */
export interface Migration {
  up: string[]
  /** Removes what `up` made; only run when a module is purged or by a developer. */
  down: string[]
}

/** Declares a migration; lists of statements, as `organisationTable` gives them, are laid flat. */
export function defineMigration(migration: {
  up: (string | string[])[]
  down: (string | string[])[]
}) {
  return { up: migration.up.flat(), down: migration.down.flat() } satisfies Migration
}
