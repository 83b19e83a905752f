import { v4 as uuid, v7 as uuidv7 } from 'uuid'
import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError, RuleError, VersionConflictError } from '../errors.ts'
import { EVENTS_CHANNEL } from '../events/emit.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import { isActive } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { checkedUrl } from './addresses.ts'
import { TEST_NAME } from './deliver.ts'
import { forgetSecrets, OVERLAP_HOURS, renewSecret } from './endpoint_secret.ts'
import { switchOff } from './failing.ts'
import { installedWebhooks, messageRow } from './fan_out.ts'
import { resumeEndpoint } from './resume.ts'

/** Where events are sent, as somebody entered it. */
export interface EndpointInput {
  /** https address on the public internet. */
  url: string
  description?: string | null
  /** Public names of webhooks: `job.delivered`. */
  events: string[]
}

/** An endpoint as people and programs see it; its secret is told once, when it is made. */
export interface Endpoint {
  id: string
  url: string
  description: string | null
  events: string[]
  enabled: boolean
  /** Why it was switched off, when nobody did it. */
  disabledReason: string | null
  /** Since when nothing was accepted (ISO instant). */
  failingSince: string | null
  version: number
}

const MOST = 20

/** @throws ForbiddenError, BranchLimitedError for readers of some branches: events are of all of them */
export function ensureMayManage(scope: Scope) {
  scope.ensure('kernel.webhook.manage')
  ensureAllBranches(scope, 'A webhook')
}

/** Names that can be chosen: the webhooks of the modules in use, as `say` calls them. */
export function webhookChoices(scope: Scope, registry: ModuleRegistry, say: Say = asDeclared) {
  return installedWebhooks(registry)
    .filter(({ module }) => isActive(scope, module))
    .map(({ name, description, module }) => ({
      name,
      description: say(module, description),
      module: say(module, registry.get(module)!.manifest.name),
    }))
}

/**
 * Adds an endpoint. @returns it with its secret, which nobody can read again
 * @throws WebhookAddressError, RuleError naming `events`, E_WEBHOOK_LIMIT
 */
export async function createEndpoint(
  scope: Scope,
  registry: ModuleRegistry,
  input: EndpointInput
): Promise<Endpoint & { secret: string }> {
  ensureMayManage(scope)
  const fields = await fieldsOf(scope, registry, input, [])
  return scope.work(async (unit) => {
    await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `kernel.webhooks:${scope.organisationId}`,
    ])
    const [{ count }] = await unit.rows<{ count: number }>(
      'select count(*)::int as count from webhook_endpoints where organisation_id = ?',
      [scope.organisationId]
    )
    if (count >= MOST) {
      throw new RuleError('E_WEBHOOK_LIMIT', `There are ${MOST} webhooks already.`, {
        next: 'Remove one that is no longer used.',
      })
    }
    const id = uuidv7()
    await unit
      .table('webhook_endpoints')
      .insert({ organisation_id: scope.organisationId, id, ...fields })
    const secret = await renewSecret(scope, id)
    return { ...(await findEndpoint(unit, id)), secret }
  })
}

/** An endpoint of the organisation. @throws NotFoundError */
export async function readEndpoint(scope: Scope, id: string): Promise<Endpoint> {
  ensureMayManage(scope)
  return scope.read((unit) => findEndpoint(unit, id))
}

/**
 * Changes an endpoint; what is queued goes to the new address.
 * @throws NotFoundError, VersionConflictError, WebhookAddressError, RuleError naming `events`
 */
export async function changeEndpoint(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  input: EndpointInput & { version?: number }
): Promise<Endpoint> {
  ensureMayManage(scope)
  const { events } = await scope.read((unit) => findEndpoint(unit, id))
  const fields = await fieldsOf(scope, registry, input, events)
  return scope.work(async (unit) => {
    const endpoint = await findEndpoint(unit, id, 'for update')
    if (input.version !== undefined && input.version !== endpoint.version) {
      throw new VersionConflictError({ ...endpoint }, input.version)
    }
    const moved = endpoint.url !== fields.url
    await row(unit, id).update({ ...fields, ...(moved && { failing_since: null }) })
    return findEndpoint(unit, id)
  })
}

/** Switches an endpoint off, so that nothing is queued for it, or on again with what waited. @throws NotFoundError */
export async function switchEndpoint(
  scope: Scope,
  id: string,
  enabled: boolean
): Promise<Endpoint> {
  ensureMayManage(scope)
  return scope.work(async (unit) => {
    const endpoint = await findEndpoint(unit, id, 'for update')
    if (endpoint.enabled === enabled) return endpoint
    if (enabled) {
      await row(unit, id).update({ enabled, disabled_reason: null, failing_since: null })
      await resumeEndpoint(unit, id)
    } else {
      await switchOff(unit, id, null)
    }
    return findEndpoint(unit, id)
  })
}

/** Makes another secret; the former one signs beside it for a day. @throws NotFoundError */
export async function rollSecret(scope: Scope, id: string): Promise<string> {
  ensureMayManage(scope)
  return scope.work(async (unit) => {
    await findEndpoint(unit, id, 'for update')
    const until = scope.now().plus({ hours: OVERLAP_HOURS }).toISO()
    await row(unit, id).update({ old_key_until: until })
    return renewSecret(scope, id)
  })
}

/** Removes an endpoint with its log. @throws NotFoundError */
export async function removeEndpoint(scope: Scope, id: string): Promise<void> {
  ensureMayManage(scope)
  await scope.work(async (unit) => {
    await findEndpoint(unit, id, 'for update')
    await row(unit, id).delete()
    await forgetSecrets(scope, id)
  })
}

/** Queues a message that says it is a test. @returns the id in the log @throws NotFoundError, RuleError */
export async function sendTest(scope: Scope, id: string): Promise<string> {
  ensureMayManage(scope)
  return scope.work(async (unit) => {
    const endpoint = await findEndpoint(unit, id)
    if (!endpoint.enabled) {
      throw new RuleError('E_WEBHOOK_OFF', 'This webhook is switched off.', {
        next: 'Switch it on first.',
      })
    }
    const message = messageRow(unit, {
      endpointId: id,
      messageId: uuid(),
      name: TEST_NAME,
      module: 'kernel',
      at: scope.now().toJSDate(),
      data: { endpointId: id, organisation: scope.organisation.name },
    })
    await unit.table('webhook_deliveries').insert(message)
    await unit.rows('select pg_notify(?, ?)', [EVENTS_CHANNEL, scope.organisationId])
    return message.id
  })
}

async function fieldsOf(
  scope: Scope,
  registry: ModuleRegistry,
  input: EndpointInput,
  before: string[]
) {
  const offered = new Set([...webhookChoices(scope, registry).map(({ name }) => name), ...before])
  const unknown = input.events.filter((name) => !offered.has(name))
  if (unknown.length > 0) {
    throw new RuleError('E_WEBHOOK_EVENTS', `Nobody sends ${unknown.join(', ')}.`, {
      field: 'events',
      next: `Choose among: ${[...offered].join(', ')}.`,
    })
  }
  const url = await checkedUrl(input.url)
  return { url: url.href, description: input.description || null, events: input.events }
}

function row(unit: Unit, id: string) {
  return unit.from('webhook_endpoints').where({ organisation_id: unit.scope.organisationId, id })
}

async function findEndpoint(
  unit: Unit,
  id: string,
  lock: '' | 'for update' = ''
): Promise<Endpoint> {
  const [found] = await unit.rows<Omit<Endpoint, 'failingSince'> & { failingSince: Date | null }>(
    `select id, url, description, events, enabled, disabled_reason as "disabledReason",
            failing_since as "failingSince", version
       from webhook_endpoints where organisation_id = ? and id = ? ${lock}`,
    [unit.scope.organisationId, id]
  )
  if (!found) throw new NotFoundError('webhook')
  return { ...found, failingSince: found.failingSince?.toISOString() ?? null }
}
