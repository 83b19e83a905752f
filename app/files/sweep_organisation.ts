import { forgetUploads } from '../attachments/forget_uploads.ts'
import type { Scope } from '../tenancy/scope.ts'
import { moveFiles, type Moved } from './move_files.ts'
import { sweepFiles, type Sweep } from './sweep.ts'

/** Carries over what is not in the store yet, ends uploads that nobody goes on with, and sweeps. */
export async function sweepOrganisation(
  scope: Scope
): Promise<Sweep & Moved & { uploads: number }> {
  const moved = await moveFiles(scope)
  const uploads = await forgetUploads(scope)
  return { ...(await sweepFiles(scope)), ...moved, uploads }
}
