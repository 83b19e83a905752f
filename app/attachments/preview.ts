import { PREVIEW_SIDE, smallerPicture } from '../files/inspect/picture.ts'
import { readFile } from '../files/read_file.ts'
import { discardFile, keepFile, storeFile } from '../files/store_file.ts'
import type { Scope } from '../tenancy/scope.ts'
import { PURPOSE } from './policy.ts'

/** Makes the picture for phones of a file that has none yet. Doing it again changes nothing. */
export async function previewAttachment(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ fileId: string }>(
      `select file_id as "fileId" from attachments
        where organisation_id = ? and id = ? and state <> 'refused'
          and file_id is not null and preview_id is null`,
      [scope.organisationId, id]
    )
  )
  if (!row) return
  const { content } = await readFile(scope, row.fileId)
  const preview = await storeFile(scope, {
    purpose: `${PURPOSE}_preview`,
    type: 'image/webp',
    content: await smallerPicture(content, PREVIEW_SIDE),
    beyondQuota: true,
  })
  const taken = await scope.work(async (unit) => {
    const rows = await unit.rows(
      `update attachments set preview_id = ?
        where organisation_id = ? and id = ? and file_id = ? and preview_id is null returning id`,
      [preview.id, scope.organisationId, id, row.fileId]
    )
    if (rows.length === 0) return false
    await keepFile(unit, preview.id, { table: 'attachments', id })
    return true
  })
  if (!taken) await discardFile(scope, preview.id)
}
