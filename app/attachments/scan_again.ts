import type { Scope } from '../tenancy/scope.ts'
import scanAttachment from './jobs/scan_attachment.ts'

/** Hours after which nobody asks about a file any more: the attempts of its job are over. */
const HOURS = 12
const BATCH = 500

/** Has the scanner asked again about files whose attempts are used up: it did not answer for long. @returns how many */
export async function scanAgain(scope: Scope): Promise<number> {
  return scope.work(async (unit) => {
    const rows = await unit.rows<{ id: string }>(
      `select id from attachments
        where organisation_id = ? and state = 'scanning' and created_at < now() - ?::interval
        order by created_at limit ?`,
      [scope.organisationId, `${HOURS} hours`, BATCH]
    )
    for (const { id } of rows) {
      await unit.dispatch(scanAttachment, { attachmentId: id }, { uniqueKey: id })
    }
    return rows.length
  })
}
