import { forgetUploads } from '../attachments/forget_uploads.ts'
import { scanAgain } from '../attachments/scan_again.ts'
import type { Scope } from '../tenancy/scope.ts'
import { moveFiles, type Moved } from './move_files.ts'
import { forgetWarning } from './quota.ts'
import { sweepFiles, type Sweep } from './sweep.ts'

/**
 * Carries over what is not in the store yet, ends uploads that nobody goes on with, has files looked at that still wait
 * for the virus scanner, and sweeps. What cannot be carried over keeps nothing of the rest.
 * @throws FileStoreError after the rest was done
 */
export async function sweepOrganisation(
  scope: Scope
): Promise<Sweep & Moved & { uploads: number; scans: number }> {
  const moving = await moveFiles(scope).then(
    (moved) => ({ moved }),
    (error: unknown) => ({ error })
  )
  const uploads = await forgetUploads(scope)
  const scans = await scanAgain(scope)
  await scope.work((unit) => forgetWarning(unit))
  const swept = await sweepFiles(scope)
  if ('error' in moving) throw moving.error
  return { ...swept, ...moving.moved, uploads, scans }
}
