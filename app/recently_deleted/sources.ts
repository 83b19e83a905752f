import { identifier } from '../data/tables.ts'
import { labelIn } from '../lang/translate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import {
  atReadable,
  ownOnly,
  readableRules,
  type Condition,
  type ReadableRule,
} from '../records/readable_rules.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ArchiveDeclaration } from './declaration.ts'

/** Days in which what was deleted or archived is listed. Comments and files are gone after them. */
export const LISTED_DAYS = 30

/** A table whose rows may lie among what was deleted. */
export interface DeletedSource {
  /** Its name; also what the filter chooses by. */
  table: string
  /** What one is called, in the reader's language. */
  label: string
  /** Module that has to be in use to bring one back; `kernel` for comments and files. */
  module: string
  /** Of archived records; `null` for comments and files, which the kernel brings back by itself. */
  archive: ArchiveDeclaration | null
  sql: string
  bindings: (string | null)[]
}

const SINCE = `now() - interval '${LISTED_DAYS} days'`

/** Everything that the reader may see of it: gate, permission, branch and rule as at the page of each record. */
export async function deletedSources(
  scope: Scope,
  registry: ModuleRegistry
): Promise<DeletedSource[]> {
  const readable = readableRules(scope, registry)
  const archived = await Promise.all(
    readable.map(async ({ module, rule }) => {
      if (!rule.archive) return []
      const { default: archive } = await rule.archive()
      return [archivedRecords(scope, { module, rule }, archive)]
    })
  )
  return [
    ...archived.flat(),
    ...(scope.can('kernel.comment.write') ? [comments(scope, readable)] : []),
    ...(scope.can('kernel.attachment.add') ? [files(scope, readable)] : []),
  ]
}

function archivedRecords(
  scope: Scope,
  { module, rule }: ReadableRule,
  archive: ArchiveDeclaration
): DeletedSource {
  const since = `t.${identifier(archive.column)}`
  const titles = archive.title.map((column) => `nullif(t.${identifier(column)}::text, '')`)
  const own = ownOnly(scope, rule, 't')
  return {
    table: rule.table,
    label: labelIn(scope.language, module, archive.label),
    module,
    archive,
    sql: `select '${identifier(rule.table)}' as kind, t.id, coalesce(${titles.join(', ')}, '–') as title,
                 ${since} as deleted_at, '${identifier(archive.column)}' as marked_by,
                 null::text as record_table, null::uuid as record_id
            from ${identifier(rule.table)} t
           where t.organisation_id = kernel_organisation_id() and ${since} > ${SINCE} and ${own.sql}`,
    bindings: own.bindings,
  }
}

/** Of comments the reader's own: nobody else brings them back. */
function comments(scope: Scope, readable: ReadableRule[]): DeletedSource {
  const own = { sql: 't.author_member_id = ?::uuid', bindings: [scope.actor.memberId] }
  return ofRecords(scope, readable, {
    table: 'comments',
    label: 'Comment',
    title: 'left(t.body, 140)',
    own,
  })
}

/** Files that the reader may bring back: their own, or with `kernel.attachment.remove` everybody's. */
function files(scope: Scope, readable: ReadableRule[]): DeletedSource {
  const own = scope.can('kernel.attachment.remove')
    ? { sql: `t.state = 'kept'`, bindings: [] }
    : {
        sql: `t.state = 'kept' and t.author_member_id = ?::uuid`,
        bindings: [scope.actor.memberId],
      }
  return ofRecords(scope, readable, { table: 'attachments', label: 'File', title: 't.name', own })
}

interface Kept {
  table: 'comments' | 'attachments'
  label: string
  title: string
  own: Condition
}

/** What stands at records that the reader may see. */
function ofRecords(
  scope: Scope,
  readable: ReadableRule[],
  { table, label, title, own }: Kept
): DeletedSource {
  const places = atReadable(scope, readable, 't')
  return {
    table,
    label: labelIn(scope.language, 'kernel', label),
    module: 'kernel',
    archive: null,
    sql: `select '${table}' as kind, t.id, ${title} as title, t.deleted_at, 'deleted_at' as marked_by,
                 t.record_table, t.record_id
            from ${table} t
           where t.organisation_id = kernel_organisation_id() and t.deleted_at > ${SINCE} and ${own.sql}
             and ${places.sql}`,
    bindings: [...own.bindings, ...places.bindings],
  }
}
