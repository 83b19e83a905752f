import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import { seal, unseal } from './seal.ts'

/** What values of the deployment are bound to; they have no names of their own. */
export const DEPLOYMENT = 'deployment'
/** Shorter values would be half told by their last four characters. */
const SHORTEST_WITH_HINT = 12

/** Encrypts a value that belongs to no organisation, such as the TOTP secret of a person. */
export async function sealForDeployment(plain: string): Promise<string> {
  return (await seal(null, DEPLOYMENT, plain)).text
}

/**
 * Decrypts what `sealForDeployment` returned.
 * @throws SealBrokenError, KeyUnreadableError
 */
export async function openForDeployment(sealed: string): Promise<string> {
  return unseal(null, DEPLOYMENT, sealed)
}

/** Stores or replaces a secret of the organisation: the key of an outside service. */
export async function storeSecret(scope: Scope, key: string, value: string): Promise<void> {
  scope.ensure('kernel.secret.manage')
  await scope.work(async (unit) => {
    const { text, keyVersion } = await seal(scope.organisationId, key, value)
    const hint = value.length < SHORTEST_WITH_HINT ? null : value.slice(-4)
    await unit.rows(
      `insert into organisation_secrets
         (organisation_id, id, key, sealed, hint, key_version, updated_by, stored_at)
       values (?, ?, ?, ?, ?, ?, ?, now())
       on conflict (organisation_id, key) do update
         set sealed = excluded.sealed, hint = excluded.hint,
             key_version = excluded.key_version, updated_by = excluded.updated_by,
             stored_at = excluded.stored_at`,
      [scope.organisationId, uuidv7(), key, text, hint, keyVersion, scope.actor.name]
    )
  })
}

/**
 * A stored secret, `null` when there is none. For the code that talks to the service: what it returns never goes
 * into a page, an answer, a log or a job.
 * @throws SealBrokenError, KeyUnreadableError
 */
export async function readSecret(scope: Scope, key: string): Promise<string | null> {
  return scope.read(async (unit) => {
    const [row] = await unit.rows<{ sealed: string }>(
      'select sealed from organisation_secrets where organisation_id = ? and key = ?',
      [scope.organisationId, key]
    )
    return row ? unseal(scope.organisationId, key, row.sealed) : null
  })
}

/** Removes a stored secret; whether there was one. */
export async function removeSecret(scope: Scope, key: string): Promise<boolean> {
  scope.ensure('kernel.secret.manage')
  return scope.work(async (unit) => {
    const rows = await unit.rows(
      'delete from organisation_secrets where organisation_id = ? and key = ? returning id',
      [scope.organisationId, key]
    )
    return rows.length > 0
  })
}
