import { rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { moveAttachments } from '../attachments/move_attachments.ts'
import type { Scope } from '../tenancy/scope.ts'
import { FileDamagedError, FileMissingError } from './errors.ts'
import { streamStored } from './read_file.ts'
import { STORED_FILE, type StoredFile } from './stored_file.ts'
import { fileStore } from './stores.ts'

/** What was carried over. */
export interface Moved {
  /** Files that lay in rows of the database. */
  fromRows: number
  /** Files that lay on another disk. */
  fromDisks: number
  /** Files that stayed where they are, since their bytes are missing there or are others. */
  lost: number
}

/**
 * Carries every file of the organisation to the chosen store: out of rows of the database, and from other disks. Each
 * file by itself, readable at every moment; broken off, it goes on where it was.
 * @throws FileStoreError
 */
export async function moveFiles(scope: Scope, each?: () => void): Promise<Moved> {
  const fromRows = await moveAttachments(scope, each)
  const moved: Moved = { fromRows, fromDisks: 0, lost: 0 }
  const chosen = fileStore()
  for (let after = ''; ;) {
    const batch = await scope.read((unit) =>
      unit.rows<StoredFile>(
        `select ${STORED_FILE} from stored_files
          where organisation_id = ? and state = 'kept' and disk <> ? and id::text > ?
          order by id limit 100`,
        [scope.organisationId, chosen.name, after]
      )
    )
    if (batch.length === 0) return moved
    for (const file of batch) {
      try {
        await copy(file)
      } catch (error) {
        // One of them keeps none of the others from moving; "files:sweep --verify" names it
        if (!(error instanceof FileMissingError || error instanceof FileDamagedError)) throw error
        moved.lost++
        continue
      }
      // The row first: bytes on the former disk without one are taken away by the sweep when this is broken off
      await scope.work((unit) =>
        unit.rows('update stored_files set disk = ? where organisation_id = ? and id = ?', [
          chosen.name,
          scope.organisationId,
          file.id,
        ])
      )
      await fileStore(file.disk).remove(file.key)
      moved.fromDisks++
      each?.()
    }
    after = batch.at(-1)!.id
  }
}

/** By a file of this machine: the store may need the bytes a second time. */
async function copy(file: StoredFile) {
  const path = join(tmpdir(), `karkhana-moving-${file.id}`)
  try {
    await pipeline(await streamStored(file), createWriteStream(path, { mode: 0o600 }))
    await fileStore().put(file.key, { path, bytes: file.bytes }, file.type)
  } finally {
    await rm(path, { force: true })
  }
}
