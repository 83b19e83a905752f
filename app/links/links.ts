import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import { absoluteUrl } from '../http/absolute_url.ts'
import type { Language } from '../lang/declaration.ts'
import type { Unit } from '../tenancy/unit.ts'
import { LinkPurposeError } from './errors.ts'
import { purposesOf } from './purposes.ts'
import { makeToken } from './tokens.ts'

/** What a link is for: a purpose of the module, `feedback.survey`, and the record it is about. */
export interface LinkSubject {
  purpose: string
  recordId: string
}

/** A link to make. */
export interface LinkInput extends LinkSubject {
  /** From this instant on it opens nothing. */
  expiresAt: DateTime
  /** Language that the page speaks first; that of the reader's browser when left out. */
  language?: Language
}

/**
 * Gives out a link to a public page of a module: `https://…/l/<module>/<token>`. The address is the only copy of its
 * secret. It exists if and only if the transaction commits; links made before stay as they are.
 * @throws ModuleInactiveError
 * @throws LinkPurposeError when no public route of the module answers the purpose
 */
export async function makeLink(unit: Unit, input: LinkInput): Promise<string> {
  const module = input.purpose.split('.')[0]
  unit.scope.ensureModule(module)
  const known = purposesOf(module)
  if (!known.includes(input.purpose)) throw new LinkPurposeError(input.purpose, known)
  const { token, hash } = makeToken()
  await unit.table('public_links').insert({
    organisation_id: unit.scope.organisationId,
    id: uuidv7(),
    module,
    purpose: input.purpose,
    record_id: input.recordId,
    token_hash: hash,
    expires_at: input.expiresAt.toJSDate(),
  })
  const query = input.language ? `?lang=${input.language}` : ''
  return absoluteUrl(`/l/${module}/${token}${query}`)
}

/** Ends every link of this purpose to the record. @returns how many were still open */
export async function revokeLinks(unit: Unit, { purpose, recordId }: LinkSubject): Promise<number> {
  const ended = await unit.rows(
    `update public_links set revoked_at = now()
      where organisation_id = ? and purpose = ? and record_id = ?
        and revoked_at is null and expires_at > now()
      returning id`,
    [unit.scope.organisationId, purpose, recordId]
  )
  return ended.length
}
