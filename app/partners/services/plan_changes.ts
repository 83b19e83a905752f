import { createHash } from 'node:crypto'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { planWithdrawal } from '../../modules/plan_off.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { ModuleState } from '../../modules/states.ts'
import { runDisableHooks } from '../../modules/hooks.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import { runInUnit, Unit } from '../../tenancy/unit.ts'
import type { PartnerScope } from '../partner_scope.ts'

/** What another set of modules would do to one organisation. Module names, in the order in which it happens. */
export interface PlanEffect {
  organisation: { id: string; name: string }
  /** May be switched on from then on. */
  gains: string[]
  /** May no longer be used. */
  loses: string[]
  /** Are in use now and go off; their data stays. */
  goesOff: string[]
}

/** What would happen, and a mark of it: whoever confirms sends the mark, so that nothing else happens. */
export interface PlanPreview {
  effects: PlanEffect[]
  mark: string
}

/** An organisation with what it may use before and after, by ids. */
interface Change {
  organisation: { id: string; name: string }
  gains: string[]
  loses: string[]
  goesOff: string[]
  /** Of those that go off: bridges that come back by themselves. */
  follows: string[]
  /** Of those that go off: the ones in use, which say goodbye. */
  leaving: string[]
}

/** Which modules an organisation may use by the old plan, and by the new one. */
export interface PlanStep {
  organisation: { id: string; name: string }
  before: readonly string[]
  after: readonly string[]
  /** Also what it was given besides its plan ends. */
  exactly: boolean
}

/** Reads what `steps` would do. Locks what it reads when it is about to be done. */
export async function planChanges(
  client: TransactionClientContract,
  registry: ModuleRegistry,
  steps: PlanStep[],
  lock: '' | 'for update' = ''
): Promise<Change[]> {
  const ids = steps.map((step) => step.organisation.id)
  const { rows } = await client.rawQuery(
    `select organisation_id, module_id, state, entitled from organisation_modules
      where organisation_id = any(?) order by organisation_id, module_id ${lock}`,
    [ids]
  )
  const modules = Map.groupBy(
    rows as { organisation_id: string; module_id: string; state: string; entitled: boolean }[],
    (row) => row.organisation_id
  )
  return steps.map((step) => {
    const own = (modules.get(step.organisation.id) ?? []).filter((row) => row.entitled)
    const entitled = own.map((row) => row.module_id)
    const leaving = step.exactly ? entitled : step.before
    const loses = entitled.filter((id) => leaving.includes(id) && !step.after.includes(id))
    const used = own.filter((row) => row.state !== 'available')
    const states = new Map(used.map((row) => [row.module_id, row.state as ModuleState]))
    const off = planWithdrawal(registry.manifests(), states, new Set(loses))
    return {
      organisation: step.organisation,
      gains: step.after.filter((id) => !entitled.includes(id) && registry.get(id)),
      loses,
      goesOff: off.map((each) => each.module),
      follows: off.filter((each) => each.automatic).map((each) => each.module),
      leaving: off.filter((each) => each.from === 'enabled').map((each) => each.module),
    }
  })
}

/** The changes as people read them, without organisations that nothing happens to. */
export function previewOf(
  partner: PartnerScope,
  registry: ModuleRegistry,
  changes: Change[]
): PlanPreview {
  const name = (id: string) => partner.say(registry.get(id)?.manifest.name ?? id, id)
  return {
    effects: changes.filter(isChange).map(({ organisation, gains, loses, goesOff }) => ({
      organisation,
      gains: gains.map(name),
      loses: loses.map(name),
      goesOff: goesOff.map(name),
    })),
    mark: markOf(changes),
  }
}

/** The same mark for the same outcome, in whatever order it was read. */
export function markOf(changes: Change[]): string {
  const lines = changes
    .filter(isChange)
    .map(({ organisation, loses, goesOff }) =>
      [organisation.id, [...loses].sort(), [...goesOff].sort()].join('|')
    )
  return createHash('sha256').update(lines.sort().join('\n')).digest('base64url').slice(0, 22)
}

/**
 * Does the changes in the transaction of `client`, one organisation after the other, each in the name of the partner's
 * person. Nothing is switched on.
 */
export async function applyChanges(
  partner: PartnerScope,
  registry: ModuleRegistry,
  client: TransactionClientContract,
  changes: Change[]
): Promise<void> {
  for (const { organisation, gains, loses, goesOff, follows, leaving } of changes) {
    await enter(partner, client, organisation.id)
    if (leaving.length > 0) {
      const scope = await systemScope(organisation.id, 'partner', partner.requestId ?? undefined)
      const unit = new Unit(scope.with({ actor: partner.actor }), client, 'write')
      await runInUnit(unit, () => runDisableHooks(unit, registry, leaving))
    }
    const { name } = partner.actor
    await client.rawQuery(
      `insert into organisation_modules (organisation_id, module_id, entitled, state, changed_by)
       select ?, unnest(?::text[]), true, 'available', ?
       on conflict (organisation_id, module_id)
       do update set entitled = true, changed_at = now(), changed_by = excluded.changed_by`,
      [organisation.id, gains, name]
    )
    await client.rawQuery(
      `update organisation_modules
          set state = case when module_id = any(?) then 'paused' else state end,
              automatic = case when module_id = any(?) then module_id = any(?) else automatic end,
              entitled = entitled and module_id <> all(?),
              changed_at = now(), changed_by = ?
        where organisation_id = ? and (module_id = any(?) or module_id = any(?))`,
      [goesOff, goesOff, follows, loses, name, organisation.id, goesOff, loses]
    )
  }
}

/** The settings by which the audit trail knows organisation and actor; for several of them in one transaction. */
async function enter(partner: PartnerScope, client: TransactionClientContract, id: string) {
  await client.rawQuery(
    `select set_config('app.organisation_id', ?, true), set_config('app.actor_id', ?, true),
            set_config('app.actor_kind', ?, true), set_config('app.request_id', ?, true),
            set_config('app.ip', ?, true)`,
    [id, partner.actor.id, partner.actor.kind, partner.requestId ?? '', partner.origin.ip ?? '']
  )
}

function isChange({ gains, loses, goesOff }: Change) {
  return gains.length + loses.length + goesOff.length > 0
}
