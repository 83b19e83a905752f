import type { Scope } from '../tenancy/scope.ts'

/** Days after which a file that was announced and did not arrive is forgotten. */
const DAYS = 7

/** Ends uploads that nobody goes on with, their parts with them. @returns how many */
export async function forgetUploads(scope: Scope): Promise<number> {
  const gone = await scope.work((unit) =>
    unit.rows(
      `delete from attachments
        where organisation_id = ? and state = 'uploading' and created_at < now() - ?::interval
        returning id`,
      [scope.organisationId, `${DAYS} days`]
    )
  )
  return gone.length
}
