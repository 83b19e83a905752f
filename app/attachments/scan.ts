import removeFiles from '../files/jobs/remove_files.ts'
import { streamFile } from '../files/read_file.ts'
import { fileScanner } from '../files/scanner.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * Has the scanner look at a file that waits for it. What it finds something in is let go; the row stays and says why.
 * Without a scanner, since somebody took it away, the file is kept.
 * @throws ScannerError, FileMissingError, FileStoreError
 */
export async function scanFile(scope: Scope, id: string): Promise<void> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ fileId: string }>(
      `select file_id as "fileId" from attachments
        where organisation_id = ? and id = ? and state = 'scanning' and file_id is not null`,
      [scope.organisationId, id]
    )
  )
  if (!row) return
  const scanner = fileScanner()
  const { stream } = await streamFile(scope, row.fileId)
  if (!scanner) stream.destroy()
  const verdict = scanner ? await scanner.scan(stream) : { clean: true as const }
  await scope.work(async (unit) => {
    if (verdict.clean) {
      await unit.rows(
        `update attachments set state = 'kept'
          where organisation_id = ? and id = ? and state = 'scanning' and file_id = ?`,
        [scope.organisationId, id, row.fileId]
      )
      return
    }
    await unit.rows(
      `update attachments
          set state = 'refused', refusal = ?, file_id = null, thumbnail_id = null, preview_id = null
        where organisation_id = ? and id = ? and state = 'scanning' and file_id = ?`,
      [verdict.found.slice(0, 200), scope.organisationId, id, row.fileId]
    )
    await unit.dispatch(removeFiles, {}, { uniqueKey: 'files' })
  })
}
