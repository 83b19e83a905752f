import logger from '@adonisjs/core/services/logger'
import type { Scope } from '../tenancy/scope.ts'
import { fileStore } from './stores.ts'

const BATCH = 100

/**
 * Deletes the bytes of files that nobody keeps any more, then their rows. Doing it again after a crash does the rest.
 * A store that does not answer is asked again by the next run.
 * @returns how many files are gone, and how many the store did not delete
 */
export async function removeReleased(
  scope: Scope,
  { only }: { only?: readonly string[] } = {}
): Promise<{ removed: number; failed: number }> {
  const done = { removed: 0, failed: 0 }
  for (let after = ''; ;) {
    const batch = await scope.read((unit) =>
      unit.rows<{ id: string; key: string; disk: string }>(
        `select id, key, disk from stored_files
          where organisation_id = ? and state = 'deleted' and id::text > ?
            and (?::uuid[] is null or id = any(?::uuid[]))
          order by id limit ?`,
        [scope.organisationId, after, only ?? null, only ?? null, BATCH]
      )
    )
    if (batch.length === 0) return done
    const gone: string[] = []
    for (const { id, key, disk } of batch) {
      try {
        await fileStore(disk).remove(key)
        gone.push(id)
      } catch (error) {
        done.failed++
        logger.warn({ err: error, key }, 'the bytes of a file were not deleted yet')
      }
    }
    await scope.work((unit) =>
      unit.rows(
        `delete from stored_files where organisation_id = ? and state = 'deleted' and id = any(?::uuid[])`,
        [scope.organisationId, gone]
      )
    )
    done.removed += gone.length
    after = batch.at(-1)!.id
  }
}
