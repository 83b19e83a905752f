import { NotFoundError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Stored bytes of an organisation. They never change: other bytes are another file. */
export interface StoredFile {
  id: string
  /** `<organisation>/<year>/<id>` */
  key: string
  /** Disk of `config/drive.ts` that has them. */
  disk: string
  bytes: number
  /** MIME type, by content. */
  type: string
  /** Hexadecimal. */
  sha256: string
  /** What the file is for: `kernel.attachment`, `tickets.photo`. */
  purpose: string
  state: 'writing' | 'kept' | 'deleted'
}

/** Columns of a {@link StoredFile}. */
export const STORED_FILE = `id, key, disk, bytes::float8 as bytes, type, sha256, purpose, state`

/**
 * A kept file of the organisation.
 * @throws NotFoundError
 */
export async function findStoredFile(scope: Scope, id: string): Promise<StoredFile> {
  const [file] = await scope.read((unit) =>
    unit.rows<StoredFile>(
      `select ${STORED_FILE} from stored_files where organisation_id = ? and id = ? and state = 'kept'`,
      [scope.organisationId, id]
    )
  )
  if (!file) throw new NotFoundError('file')
  return file
}
