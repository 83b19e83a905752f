import type { Scope } from '../tenancy/scope.ts'

/** How records of a table are archived, for the page of what was deleted lately. */
export interface ArchiveDeclaration {
  /** What one is called: `Contact`. */
  label: string
  /** Columns with its name; of several the first that is filled. */
  title: readonly string[]
  /** Column with the instant since when; `archived_at` when left out. */
  column: string
  /** Permission to bring one back. */
  permission: string
  /**
   * Brings one back, as its page does. What it throws is shown to the reader.
   * @throws NotFoundError
   */
  restore(scope: Scope, id: string): Promise<unknown>
}

/**
 * Declares what becomes of archived records; its file is named in `defineRecords` under `archive`. For 30 days they are
 * listed among what was deleted lately, for readers who may see them; after that they stay archived.
 */
export function defineArchive(
  declaration: Omit<ArchiveDeclaration, 'column'> & { column?: string }
): ArchiveDeclaration {
  return { column: 'archived_at', ...declaration }
}
