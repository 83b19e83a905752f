import { setAttachmentDeleted } from '../attachments/attachments.ts'
import { setCommentDeleted } from '../comments/comments.ts'
import { NotFoundError } from '../errors.ts'
import removeFiles from '../files/jobs/remove_files.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { openRecord } from '../records/open_record.ts'
import type { Scope } from '../tenancy/scope.ts'
import { deletedSources, type DeletedSource } from './sources.ts'

/** Something that lies among what was deleted, found again for a reader who may see it. */
interface Deleted {
  source: DeletedSource
  id: string
  title: string
  recordTable: string | null
  recordId: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Brings a record, comment or file back, as the place does where it was deleted.
 * @returns what it is called
 * @throws NotFoundError, ForbiddenError, ModuleArchivedError, and what the module refuses
 */
export async function bringBack(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<string> {
  const { source, title, recordTable, recordId } = await findDeleted(scope, registry, id)
  if (source.archive) {
    scope.ensureModule(source.module)
    scope.ensure(source.archive.permission)
    await source.archive.restore(scope, id)
    return title
  }
  const place = { table: recordTable!, id: recordId! }
  const record = await openRecord(scope, registry, place, { write: true })
  if (source.table === 'comments') await setCommentDeleted(scope, record, id, false)
  else await setAttachmentDeleted(scope, record, id, false)
  return title
}

/**
 * Deletes a comment or file before its 30 days are over. Archived records stay: documents name them.
 * @returns what it was called
 * @throws NotFoundError, ForbiddenError, ModuleArchivedError
 */
export async function deleteForGood(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<string> {
  const { source, title, recordTable, recordId } = await findDeleted(scope, registry, id)
  if (source.archive) throw new NotFoundError('comment or file')
  await openRecord(scope, registry, { table: recordTable!, id: recordId! }, { write: true })
  await scope.work(async (unit) => {
    await unit.rows(`delete from ${source.table} where id = ?::uuid and deleted_at is not null`, [
      id,
    ])
    if (source.table === 'attachments') await unit.dispatch(removeFiles, {}, { uniqueKey: 'files' })
  })
  return title
}

async function findDeleted(scope: Scope, registry: ModuleRegistry, id: string): Promise<Deleted> {
  if (!UUID.test(id)) throw new NotFoundError()
  for (const source of await deletedSources(scope, registry)) {
    const [row] = await scope.read((unit) =>
      unit.rows<Omit<Deleted, 'source'>>(
        `select d.id, d.title, d.record_table as "recordTable", d.record_id as "recordId"
           from (${source.sql}) d where d.id = ?::uuid`,
        [...source.bindings, id]
      )
    )
    if (row) return { source, ...row }
  }
  throw new NotFoundError()
}
