import { FileDamagedError, FileMissingError } from '../files/errors.ts'
import { extensionFor } from '../files/inspect/name.ts'
import { readStored } from '../files/read_file.ts'
import type { StoredFile } from '../files/stored_file.ts'
import type { Unit } from '../tenancy/unit.ts'

/** A file for an export: `attachments/<id>.<kind>`. Names and records stand in the table of attachments. */
export interface ExportedAttachment {
  name: string
  content: Uint8Array
}

/** A kept file of the organisation whose bytes are in the store. */
export interface StoredAttachment {
  name: string
  file: Pick<StoredFile, 'key' | 'disk' | 'bytes' | 'sha256'>
}

/** The files that still lie in rows, one at a time. */
export async function* attachmentsInRows(unit: Unit): AsyncGenerator<ExportedAttachment> {
  const files = await unit.rows<{ id: string; type: string }>(
    `select id, type from attachments where state = 'kept' and content is not null order by id`
  )
  for (const { id, type } of files) {
    const [row] = await unit.rows<{ content: Buffer }>(
      'select content from attachments where id = ?',
      [id]
    )
    if (row) yield { name: nameOf(id, type), content: row.content }
  }
}

/** Which files are in the store; their bytes are read after the transaction. */
export async function attachmentsInStore(unit: Unit): Promise<StoredAttachment[]> {
  const rows = await unit.rows<StoredAttachment['file'] & { id: string; type: string }>(
    `select a.id, a.type, f.key, f.disk, f.bytes::float8 as bytes, f.sha256
       from attachments a
       join stored_files f on f.organisation_id = a.organisation_id and f.id = a.file_id
      where a.state = 'kept' order by a.id`
  )
  return rows.map(({ id, type, ...file }) => ({ name: nameOf(id, type), file }))
}

/**
 * The bytes of a file, or why there are none: it was deleted since the export began, or the store has lost it.
 * @throws FileStoreError
 */
export async function storedContent({ file }: StoredAttachment): Promise<Buffer | string> {
  try {
    return await readStored(file)
  } catch (error) {
    if (error instanceof FileMissingError || error instanceof FileDamagedError) return error.message
    throw error
  }
}

const nameOf = (id: string, type: string) => `attachments/${id}.${extensionFor(type)}`
