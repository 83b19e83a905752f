import { keepFile, storeFile, discardFile } from '../files/store_file.ts'
import type { Scope } from '../tenancy/scope.ts'

interface InRow {
  id: string
  type: string
  content: Buffer
  thumbnail: Buffer | null
}

/**
 * Carries the bytes of attachments out of their rows into the store, one by one; until its turn has come each is read
 * from its row. @returns how many
 */
export async function moveAttachments(scope: Scope, each?: () => void): Promise<number> {
  for (let moved = 0; ; moved++) {
    const [row] = await scope.read((unit) =>
      unit.rows<InRow>(
        `select id, type, content, thumbnail from attachments
          where organisation_id = ? and content is not null order by id limit 1`,
        [scope.organisationId]
      )
    )
    if (!row) return moved
    await move(scope, row)
    each?.()
  }
}

async function move(scope: Scope, { id, type, content, thumbnail }: InRow) {
  const purpose = 'kernel.attachment'
  const file = await storeFile(scope, { purpose, type, content, beyondQuota: true })
  const small =
    thumbnail &&
    (await storeFile(scope, {
      purpose: `${purpose}_thumbnail`,
      type: 'image/webp',
      content: thumbnail,
      beyondQuota: true,
    }))
  const taken = await scope.work(async (unit) => {
    // It may have been erased meanwhile
    const rows = await unit.rows(
      `update attachments set content = null, thumbnail = null, file_id = ?, thumbnail_id = ?
        where organisation_id = ? and id = ? and content is not null and file_id is null returning id`,
      [file.id, small?.id ?? null, scope.organisationId, id]
    )
    if (rows.length === 0) return false
    const owner = { table: 'attachments', id }
    await keepFile(unit, file.id, owner)
    if (small) await keepFile(unit, small.id, owner)
    return true
  })
  if (!taken) await discardFile(scope, file.id, small?.id)
}
