import { readSecret, removeSecret, storeSecret } from '../secrets/vault.ts'
import type { Scope } from '../tenancy/scope.ts'
import { newSecret } from './sign.ts'

/** Hours for which the former secret signs as well, so that the receiver can be changed without a gap. */
export const OVERLAP_HOURS = 24

const keyOf = (endpointId: string) => `kernel.webhook.${endpointId}`
const formerOf = (endpointId: string) => `${keyOf(endpointId)}.former`

/** The secret is a part of the endpoint: whoever may manage that has it made, and nobody reads it again. */
function keeper(scope: Scope): Scope {
  return scope.with({ permissions: new Set([...scope.permissions, 'kernel.secret.manage']) })
}

/** Makes the secret of an endpoint; the former one is kept beside it. @returns the secret, shown once */
export async function renewSecret(scope: Scope, endpointId: string): Promise<string> {
  const former = await readSecret(scope, keyOf(endpointId))
  if (former) await storeSecret(keeper(scope), formerOf(endpointId), former)
  const secret = newSecret()
  await storeSecret(keeper(scope), keyOf(endpointId), secret)
  return secret
}

/** The secrets that sign now, the present one first. */
export async function signingSecrets(
  scope: Scope,
  endpointId: string,
  withFormer: boolean
): Promise<string[]> {
  const keys = [keyOf(endpointId), ...(withFormer ? [formerOf(endpointId)] : [])]
  const secrets = await Promise.all(keys.map((key) => readSecret(scope, key)))
  return secrets.filter((secret) => secret !== null)
}

/** Forgets the secrets of an endpoint that is removed. */
export async function forgetSecrets(scope: Scope, endpointId: string): Promise<void> {
  await removeSecret(keeper(scope), keyOf(endpointId))
  await removeSecret(keeper(scope), formerOf(endpointId))
}
