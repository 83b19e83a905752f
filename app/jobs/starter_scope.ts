import { KarkhanaError } from '../errors.ts'
import type { Actor } from '../tenancy/actor.ts'
import { memberScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { EVERYTHING } from '../tokens/tokens.ts'

const GONE = 'Who asked for it does not work here any more.'

/** Who asked for work that a job does later, as it was noted then. */
export interface Starter {
  member_id: string | null
  actor: Actor
  /** What they might do when they asked. */
  permissions: string[]
}

/**
 * The scope of the member who asked for work of a job: with what they may do now, and no more than they might do then.
 * A text instead is why there is none any more.
 */
export async function starterScope(
  system: Scope,
  { member_id: memberId, actor, permissions }: Starter
): Promise<Scope | string> {
  if (!memberId) return GONE
  const { id, name, kind } = actor
  const opened = memberScope({
    organisationId: system.organisationId,
    memberId,
    requestId: system.requestId,
    ...(kind === 'token' && { token: { id, name, abilities: [EVERYTHING] } }),
  })
  const scope = await opened.catch((error: unknown) => {
    if (error instanceof KarkhanaError && error.status < 500) return error.message
    throw error
  })
  if (typeof scope === 'string') return scope
  if (!scope) return GONE
  const might = new Set(permissions)
  return scope.with({
    actor,
    permissions: new Set([...scope.permissions].filter((permission) => might.has(permission))),
  })
}
