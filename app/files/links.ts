import encryption from '@adonisjs/core/services/encryption'
import { absoluteUrl } from '../http/absolute_url.ts'
import { memberScope, systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { FileLinkError } from './errors.ts'
import { findStoredFile, type StoredFile } from './stored_file.ts'

/** Minutes that a link to a file works. */
export const LINK_MINUTES = 5

const PURPOSE = 'kernel.file_link'

interface Linked {
  organisation: string
  file: string
  name: string
  /** Member who made it: the link ends with what they may do here. */
  member: string | null
  /** Milliseconds since 1970. */
  until: number
}

/**
 * A link to a kept file for somebody without a session, such as a program that opens documents: signed, for a few
 * minutes, for this file of this organisation alone. Ask first whether the reader may see the file.
 * @throws NotFoundError
 */
export async function fileLink(
  scope: Scope,
  id: string,
  name: string
): Promise<{ href: string; expiresAt: string }> {
  await findStoredFile(scope, id)
  const until = Date.now() + LINK_MINUTES * 60_000
  const linked: Linked = {
    organisation: scope.organisationId,
    file: id,
    name,
    member: scope.actor.memberId,
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
  const { organisation: organisationId, file, name, member } = linked
  try {
    const scope = member
      ? await memberScope({
          organisationId,
          memberId: member,
          token: { id: member, name: PURPOSE, abilities: [] },
        })
      : await systemScope(organisationId, PURPOSE)
    if (!scope || scope.organisation.suspendedAt) throw new FileLinkError()
    return { file: await findStoredFile(scope, file), name }
  } catch (error) {
    if (isRefusal(error)) throw new FileLinkError()
    throw error
  }
}

const isRefusal = (error: unknown) => ((error as { status?: number }).status ?? 500) < 500
