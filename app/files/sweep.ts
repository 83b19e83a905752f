import type { Scope } from '../tenancy/scope.ts'
import { removeReleased } from './remove_files.ts'
import type { FileStore } from './store.ts'
import { fileStores } from './stores.ts'

/** Hours that a file may wait for its record, and bytes for their row. */
export const ORPHAN_HOURS = 24

const HOUR = 3_600_000
const BATCH = 500

/** What a sweep did in one organisation. */
export interface Sweep {
  /** Rows whose record never came. */
  unfinished: number
  /** Files whose bytes were deleted. */
  removed: number
  /** Bytes without a row that were deleted. */
  strays: number
  /** What a store did not do; the next sweep tries again. */
  failed: number
}

/**
 * Takes away what a crash or a refusing store has left: rows whose bytes or whose record never came, bytes that nobody
 * keeps, bytes without a row. Only what is older than a day, so that nothing on its way is touched. Doing it again
 * changes nothing.
 */
export async function sweepFiles(scope: Scope, now = new Date()): Promise<Sweep> {
  const before = new Date(now.getTime() - ORPHAN_HOURS * HOUR)
  const unfinished = await scope.work((unit) =>
    unit.rows(
      `update stored_files set state = 'deleted', released_at = now()
        where organisation_id = ? and state = 'writing' and created_at < ? returning id`,
      [scope.organisationId, before]
    )
  )
  const { removed, failed } = await removeReleased(scope)
  let strays = 0
  for (const store of fileStores()) strays += await removeStrays(scope, store, before)
  return { unfinished: unfinished.length, removed, strays, failed }
}

/** Bytes without a row. Keys of other organisations, as of a second deployment in the bucket, are not looked at. */
async function removeStrays(scope: Scope, store: FileStore, before: Date): Promise<number> {
  let removed = 0
  let batch: string[] = []
  const removeUnknown = async () => {
    const known = await scope.read((unit) =>
      unit.rows<{ key: string }>(
        'select key from stored_files where organisation_id = ? and disk = ? and key = any(?)',
        [scope.organisationId, store.name, batch]
      )
    )
    const keys = new Set(known.map(({ key }) => key))
    for (const key of batch.filter((each) => !keys.has(each))) {
      await store.remove(key)
      removed++
    }
    batch = []
  }
  for await (const { key, modifiedAt } of store.list(`${scope.organisationId}/`)) {
    if (modifiedAt >= before) continue
    batch.push(key)
    if (batch.length >= BATCH) await removeUnknown()
  }
  if (batch.length > 0) await removeUnknown()
  return removed
}

/** A kept file whose bytes are not what its row says. */
export interface Damage {
  id: string
  key: string
  /** `null`: not there at all. */
  found: number | null
  bytes: number
}

/**
 * Looks whether every kept file of the organisation has its bytes, by their number. Changes nothing: what is missing
 * comes back from a backup of the store.
 */
export async function verifyFiles(scope: Scope): Promise<{ files: number; damaged: Damage[] }> {
  const stores = new Map(fileStores().map((store) => [store.name, store]))
  const damaged: Damage[] = []
  let files = 0
  for (let after = ''; ;) {
    const batch = await scope.read((unit) =>
      unit.rows<{ id: string; key: string; disk: string; bytes: number }>(
        `select id, key, disk, bytes::float8 as bytes from stored_files
          where organisation_id = ? and state = 'kept' and id::text > ? order by id limit ?`,
        [scope.organisationId, after, BATCH]
      )
    )
    if (batch.length === 0) return { files, damaged }
    for (const { id, key, disk, bytes } of batch) {
      const found = (await stores.get(disk)?.size(key)) ?? null
      if (found !== bytes) damaged.push({ id, key, found, bytes })
    }
    files += batch.length
    after = batch.at(-1)!.id
  }
}
