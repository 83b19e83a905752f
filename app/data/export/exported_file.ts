import { createWriteStream, existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { NotFoundError } from '../../errors.ts'
import { streamFile } from '../../files/read_file.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { ensureMayExport } from './exports.ts'
import { exportFolder } from './export_modules.ts'

/**
 * Puts a copy of an export on this machine, for commands; it goes when the export does.
 * @returns its whole path
 * @throws NotFoundError, FileStoreError
 */
export async function exportedFile(scope: Scope, id: string): Promise<string> {
  ensureMayExport(scope)
  const [found] = await scope.read((unit) =>
    unit.rows<{ file: string; fileId: string | null }>(
      'select file, file_id as "fileId" from data_exports where organisation_id = ? and id = ?',
      [scope.organisationId, id]
    )
  )
  const folder = exportFolder(scope.organisationId)
  const path = join(folder, found?.file ?? '')
  if (found && existsSync(path)) return path
  if (!found?.fileId) throw new NotFoundError('export')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { stream } = await streamFile(scope, found.fileId)
  await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  return path
}
