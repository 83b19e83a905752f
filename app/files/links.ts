import encryption from '@adonisjs/core/services/encryption'
import { absoluteUrl } from '../http/absolute_url.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { openRecord } from '../records/open_record.ts'
import { memberScope, systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { FileLinkError } from './errors.ts'
import { findStoredFile, type StoredFile } from './stored_file.ts'

/** Minutes that a link to a file works. */
export const LINK_MINUTES = 5

const PURPOSE = 'kernel.file_link'

/** Table and id of a record of a module. */
interface RecordPlace {
  table: string
  id: string
}

interface Linked {
  organisation: string
  file: string
  name: string
  /** Member who made it: the link ends with what they may do here. */
  member: string | null
  /** Somebody of a partner who made it while they were let in. */
  partner: string | null
  /** Record at which it stands: it is opened again with the link. */
  record: RecordPlace | null
  /** Milliseconds since 1970. */
  until: number
}

/**
 * A link to a kept file for somebody without a session, such as a program that opens documents: signed, for a few
 * minutes, for this file of this organisation alone. Ask first whether the reader may see the file. With `record` it
 * opens as long as whoever made it may see that record, and the file was not removed there; without, as long as they
 * work here.
 * @throws NotFoundError
 */
export async function fileLink(
  scope: Scope,
  id: string,
  name: string,
  { record = null }: { record?: RecordPlace | null } = {}
): Promise<{ href: string; expiresAt: string }> {
  await findStoredFile(scope, id)
  const until = Date.now() + LINK_MINUTES * 60_000
  const linked: Linked = {
    organisation: scope.organisationId,
    file: id,
    name,
    member: scope.actor.memberId,
    partner: scope.actor.kind === 'partner' ? scope.actor.id : null,
    record: record && { table: record.table, id: record.id },
    until,
  }
  const token = encryption.getMessageVerifier().sign(linked, undefined, PURPOSE)
  return { href: absoluteUrl(`/files/${token}`), expiresAt: new Date(until).toISOString() }
}

/**
 * The file behind a link.
 * @throws FileLinkError whatever is wrong with it
 */
export async function openFileLink(token: string): Promise<{ file: StoredFile; name: string }> {
  const linked = encryption.getMessageVerifier().unsign<Linked>(token, PURPOSE)
  if (!linked || linked.until <= Date.now()) throw new FileLinkError()
  const { file, name, record } = linked
  try {
    const scope = await makerOf(linked)
    if (!scope || scope.organisation.suspendedAt) throw new FileLinkError()
    if (record) await openRecord(scope, installedRegistry(), record)
    if (await wasRemoved(scope, file)) throw new FileLinkError()
    return { file: await findStoredFile(scope, file), name }
  } catch (error) {
    if (isRefusal(error)) throw new FileLinkError()
    throw error
  }
}

/** Whether the file is one of a record that was removed there: its bytes are kept for those who bring it back. */
async function wasRemoved(scope: Scope, file: string): Promise<boolean> {
  const rows = await scope.read((unit) =>
    unit.rows(
      `select 1 from stored_files f
         join attachments a on a.organisation_id = f.organisation_id and a.id = f.owner_id
        where f.organisation_id = ? and f.id = ? and f.owner_table = 'attachments'
          and a.deleted_at is not null`,
      [scope.organisationId, file]
    )
  )
  return rows.length > 0
}

/** Whoever made the link, as far as they are still there, with what they may do by now. */
async function makerOf({ organisation: organisationId, member, partner, record }: Linked) {
  if (partner) return memberScope({ organisationId, userId: partner })
  if (!member) return systemScope(organisationId, PURPOSE)
  // A program has no second factor to show
  const token = { id: member, name: PURPOSE, abilities: record ? ['*'] : [] }
  return memberScope({ organisationId, memberId: member, token })
}

const isRefusal = (error: unknown) => ((error as { status?: number }).status ?? 500) < 500
