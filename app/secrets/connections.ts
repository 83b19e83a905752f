import { RuleError, NotFoundError } from '../errors.ts'
import { NOWHERE, type Origin } from '../identity/services/origin.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import { activeModules } from '../modules/gate.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SecretDeclaration } from './declaration.ts'
import { KERNEL_SECRETS } from './kernel_secrets.ts'
import { removeSecret, storeSecret } from './vault.ts'

/** A key of an outside service as people see it: what it is for and whether it is there, never what it is. */
export interface ConnectionKey extends Omit<SecretDeclaration, 'group' | 'purpose'> {
  stored: {
    /** Last four characters; `null` for values too short to tell any. */
    hint: string | null
    by: string
    /** ISO instant, UTC. */
    at: string
  } | null
}

/** The keys of one outside service. */
export interface Connection {
  group: string
  purpose: string
  keys: ConnectionKey[]
}

interface StoredRow {
  key: string
  hint: string | null
  by: string
  at: string
}

const LONGEST = 4_000

/** The services whose keys the kernel and the enabled modules of this organisation use, in the words of `say`. */
export async function listConnections(
  scope: Scope,
  registry: ModuleRegistry,
  say: Say = asDeclared
): Promise<Connection[]> {
  scope.ensure('kernel.secret.manage')
  const rows = await scope.read((unit) =>
    unit.rows<StoredRow>(
      `select key, hint, updated_by as by,
              to_char(stored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
         from organisation_secrets where organisation_id = ?`,
      [scope.organisationId]
    )
  )
  const stored = new Map(rows.map(({ key, ...rest }) => [key, rest]))
  const groups = new Map<string, Connection>()
  for (const { group, purpose, ...declared } of declaredSecrets(scope, registry)) {
    const word = (english: string) => say(declared.key.split('.')[0], english)
    const connection = groups.get(group) ?? { group: word(group), purpose: word(purpose), keys: [] }
    connection.keys.push({
      ...declared,
      label: word(declared.label),
      help: word(declared.help),
      ...(declared.example && { example: word(declared.example) }),
      stored: stored.get(declared.key) ?? null,
    })
    groups.set(group, connection)
  }
  return [...groups.values()]
}

/**
 * Stores or replaces the value of a declared key.
 * @throws NotFoundError, RuleError naming `value`; its message never quotes the value
 */
export async function storeConnectionKey(
  scope: Scope,
  registry: ModuleRegistry,
  key: string,
  value: string,
  origin: Origin = NOWHERE
): Promise<SecretDeclaration> {
  scope.ensure('kernel.secret.manage')
  const declared = declaredSecret(scope, registry, key)
  const trimmed = value.trim()
  ensureShape(declared, trimmed)
  await scope.work(async (unit) => {
    await storeSecret(scope, key, trimmed)
    await noteSecurityEvent(
      { kind: 'secret.stored', ...whoAndWhat(scope, declared) },
      origin,
      unit.trx
    )
  })
  return declared
}

/** Removes the value of a declared key. @throws NotFoundError also when there is none */
export async function removeConnectionKey(
  scope: Scope,
  registry: ModuleRegistry,
  key: string,
  origin: Origin = NOWHERE
): Promise<SecretDeclaration> {
  scope.ensure('kernel.secret.manage')
  const declared = declaredSecret(scope, registry, key)
  await scope.work(async (unit) => {
    if (!(await removeSecret(scope, key))) throw new NotFoundError('key')
    await noteSecurityEvent(
      { kind: 'secret.removed', ...whoAndWhat(scope, declared) },
      origin,
      unit.trx
    )
  })
  return declared
}

function declaredSecrets(scope: Scope, registry: ModuleRegistry): SecretDeclaration[] {
  const modules = activeModules(registry.manifests(), scope)
  return [...modules.flatMap(({ secrets }) => secrets), ...KERNEL_SECRETS]
}

function declaredSecret(scope: Scope, registry: ModuleRegistry, key: string) {
  const declared = declaredSecrets(scope, registry).find((each) => each.key === key)
  if (!declared) throw new NotFoundError('key')
  return declared
}

function ensureShape({ label, check, example }: SecretDeclaration, value: string) {
  if (value === '') {
    throw new RuleError('E_SECRET_EMPTY', `${label} is empty.`, {
      field: 'value',
      next: 'Paste the value, or remove the stored one.',
    })
  }
  if (value.length > LONGEST || (check && !new RegExp(`^(?:${check})$`, 'u').test(value))) {
    throw new RuleError('E_SECRET_SHAPE', `This does not look like the right value.`, {
      field: 'value',
      next: example ? `It looks like this: ${example}` : 'Copy it again from the service.',
    })
  }
}

function whoAndWhat({ actor, organisationId }: Scope, { key, group, label }: SecretDeclaration) {
  return {
    organisationId,
    userId: actor.kind === 'user' ? actor.id : null,
    details: { key, service: group, label },
  }
}
