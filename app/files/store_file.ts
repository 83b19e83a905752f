import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import { currentUnit, type Unit } from '../tenancy/unit.ts'
import { FileGoneError, FileInUnitError } from './errors.ts'
import warnOfRoom from './jobs/warn_of_room.ts'
import { ensureRoom } from './quota.ts'
import { removeReleased } from './remove_files.ts'
import type { FileContent } from './store.ts'
import type { StoredFile } from './stored_file.ts'
import { fileStore } from './stores.ts'
import { tellingOfRoom, tellsMore } from './tell_of_room.ts'

/** A file to store. */
export interface NewFile {
  /** What it is for, prefixed by the module: `tickets.photo`. */
  purpose: string
  /** MIME type, by content. */
  type: string
  content: FileContent
  /** Whether it takes room of the organisation; what the program keeps for itself does not. */
  counted?: boolean
  /** Also when there is no room: what is there already is carried elsewhere. */
  beyondQuota?: boolean
}

/**
 * Writes bytes to the store of this deployment, outside any transaction. The file is kept by {@link keepFile} in the
 * transaction of the record that names it; a file that nobody keeps is taken away after a day.
 * @throws FileInUnitError, FileQuotaError, FileStoreError
 */
export async function storeFile(
  scope: Scope,
  { purpose, type, content, counted = true, beyondQuota = false }: NewFile
): Promise<StoredFile> {
  if (currentUnit()) throw new FileInUnitError('storeFile')
  const { bytes, sha256 } = await measure(content)
  const id = uuidv7()
  const key = `${scope.organisationId}/${scope.now().year}/${id}`
  const store = fileStore()
  const file: StoredFile = {
    id,
    key,
    disk: store.name,
    bytes,
    type,
    sha256,
    purpose,
    state: 'writing',
  }
  await tellingOfRoom(scope, () =>
    scope.work(async (unit) => {
      const usage = counted && !beyondQuota ? await ensureRoom(unit, bytes) : null
      await unit.table('stored_files').insert({
        ...file,
        organisation_id: scope.organisationId,
        counted,
      })
      if (usage && tellsMore(usage)) {
        await unit.dispatch(warnOfRoom, { refused: false }, { uniqueKey: 'used' })
      }
    })
  )
  try {
    await store.put(key, content, type)
  } catch (error) {
    await discardFile(scope, id)
    throw error
  }
  return file
}

/**
 * Keeps a stored file for a record, in the transaction that writes its id there.
 * @throws FileGoneError when it waited for more than a day
 */
export async function keepFile(
  unit: Unit,
  id: string,
  owner: { table: string; id: string }
): Promise<void> {
  const kept = await unit.rows(
    `update stored_files set state = 'kept', owner_table = ?, owner_id = ?
      where organisation_id = ? and id = ? and state = 'writing' returning id`,
    [owner.table, owner.id, unit.scope.organisationId, id]
  )
  if (kept.length === 0) throw new FileGoneError()
}

/**
 * Lets a file go in the open unit; its bytes are deleted after the commit. Columns under `ownsFiles` let go of what
 * they held by themselves.
 */
export async function releaseFile(unit: Unit, id: string): Promise<void> {
  await unit.rows(
    `update stored_files set state = 'deleted', released_at = now()
      where organisation_id = ? and id = ? and state <> 'deleted'`,
    [unit.scope.organisationId, id]
  )
}

/** Takes a file away that was stored and that nobody will keep. What the store refuses now, the sweep does later. */
export async function discardFile(scope: Scope, ...ids: (string | null | undefined)[]) {
  await scope.work(async (unit) => {
    for (const id of ids) if (id) await releaseFile(unit, id)
  })
  await removeReleased(scope, { only: ids.filter((id) => id) as string[] })
}

/** Size and checksum. */
async function measure(content: FileContent): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  if (content instanceof Uint8Array) {
    return { bytes: content.length, sha256: hash.update(content).digest('hex') }
  }
  let bytes = 0
  for await (const chunk of createReadStream(content.path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
