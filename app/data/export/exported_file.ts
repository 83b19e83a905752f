import { join } from 'node:path'
import type { Scope } from '../../tenancy/scope.ts'
import { ensureMayExport } from './exports.ts'
import { exportFolder } from './export_modules.ts'

/** Whole path of the file of an export on this machine, for commands. */
export async function exportedFile(scope: Scope, id: string): Promise<string> {
  ensureMayExport(scope)
  const [{ file }] = await scope.read((unit) =>
    unit.rows<{ file: string }>(
      'select file from data_exports where organisation_id = ? and id = ?',
      [scope.organisationId, id]
    )
  )
  return join(exportFolder(scope.organisationId), file)
}
