import type { VerifiedExport } from '../../data/export/verified_exports.ts'
import { changedSinceExport, latestVerifiedExport } from '../../data/export/verified_exports.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type { ModuleManifest } from '../manifest.ts'
import { readModules, type ModuleRows } from '../module_rows.ts'
import type { ModuleRegistry } from '../registry.ts'
import { dependantsOf } from '../requirements.ts'
import type { StoredState } from '../states.ts'
import { waitingWork } from '../waiting_work.ts'
import { peopleWhoPurge, type PurgePerson } from './people.ts'
import { countRows } from './tables.ts'

/** What deleting the data of a module would do, or why it cannot be asked for yet. */
export interface PurgePlan {
  module: string
  name: string
  to: 'purged'
  /** What has to be done before, in this order. */
  steps: { module: string; name: string; from: StoredState; to: 'archived' | 'purged' }[]
  refused: null | PurgeRefusal
  effects: string[]
  /** Table to rows. */
  rows: Record<string, number>
  total: number
  export: VerifiedExport | null
  /** Others who may confirm it. */
  confirmers: PurgePerson[]
}

export interface PurgeRefusal {
  code:
    | 'E_MODULE_STATE'
    | 'E_MODULE_REQUIRED'
    | 'E_PURGE_EXPORT_MISSING'
    | 'E_PURGE_EXPORT_NOT_TAKEN'
    | 'E_PURGE_EXPORT_OUTDATED'
    | 'E_PURGE_ALONE'
  message: string
  next: string
  dependants: { id: string; name: string }[]
  /** Where the next step is done. */
  link?: { label: string; href: string }
}

/** What a purge would do. Changes nothing; reads every row of the module to hold it against the export. */
export async function previewPurge(
  scope: Scope,
  registry: ModuleRegistry,
  moduleId: string
): Promise<PurgePlan> {
  registry.manifestOf(moduleId)
  return scope.read((unit) => planPurge(unit, registry, moduleId))
}

/** @internal The same in an open unit; `lock` keeps the states as they are until it ends. */
export async function planPurge(
  unit: Unit,
  registry: ModuleRegistry,
  moduleId: string,
  lock: '' | 'for update' = ''
): Promise<PurgePlan> {
  const manifest = registry.manifestOf(moduleId)
  const states = await readModules(unit, registry, lock)
  const tables = Object.keys(manifest.tables)
  const rows = await countRows(unit, tables)
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const verified = await latestVerifiedExport(unit, moduleId)
  const confirmers = (await peopleWhoPurge(unit)).filter(({ id }) => id !== unit.scope.actor.id)
  const inTheWay = stateRefusal(registry, states, manifest)
  const refused =
    inTheWay?.refused ??
    (await exportRefusal(unit, manifest, verified, total)) ??
    (confirmers.length === 0 ? ALONE : null)
  const plan: PurgePlan = {
    module: moduleId,
    name: manifest.name,
    to: 'purged',
    steps: inTheWay?.steps ?? [],
    refused,
    effects: [],
    rows,
    total,
    export: verified,
    confirmers,
  }
  if (refused) return plan
  const work = await waitingWork(unit, [moduleId])
  return { ...plan, effects: effectsOf(manifest, plan, work.jobs.get(moduleId) ?? 0) }
}

const ALONE: PurgeRefusal = {
  code: 'E_PURGE_ALONE',
  message: 'Two people have to agree, and nobody else here may.',
  next: 'Invite somebody as owner or admin, or give a member the permission to delete the data of a module.',
  dependants: [],
  link: { label: 'Open the members', href: '/settings/members' },
}

function stateRefusal(
  registry: ModuleRegistry,
  { stored, states }: ModuleRows,
  manifest: ModuleManifest
): { refused: PurgeRefusal; steps: PurgePlan['steps'] } | null {
  const { id, name } = manifest
  // What the plan of the partner no longer names still has its rows, and they refer to these.
  const users = dependantsOf(registry.manifests(), id).filter((other) =>
    ['enabled', 'paused', 'archived'].includes(stored.get(other.id) ?? '')
  )
  const state = states.get(id)
  if (users.length === 0 && state === 'archived') return null
  const from = (of: string) => stored.get(of) ?? 'available'
  const archive = [...users, manifest].filter((each) => from(each.id) !== 'archived')
  const steps = [
    ...archive.map((each) => ({ ...stepOf(each, from(each.id)), to: 'archived' as const })),
    ...users.map((each) => ({ ...stepOf(each, 'archived'), to: 'purged' as const })),
  ]
  if (users.length > 0) {
    const names = users.map((each) => each.name).join(', ')
    return {
      steps,
      refused: {
        code: 'E_MODULE_REQUIRED',
        message: `Records of ${name} are used by: ${names}.`,
        next: 'Archive those and have their data deleted first.',
        dependants: users.map((each) => ({ id: each.id, name: each.name })),
      },
    }
  }
  const empty = !state || state === 'purged'
  return {
    steps: empty ? [] : steps,
    refused: {
      code: 'E_MODULE_STATE',
      message: empty ? `${name} has no data here.` : `${name} is not archived.`,
      next: empty
        ? 'There is nothing to delete.'
        : 'Archive it first; then its data rests while you export it.',
      dependants: [],
    },
  }
}

const stepOf = ({ id, name }: ModuleManifest, from: StoredState) => ({ module: id, name, from })

async function exportRefusal(
  unit: Unit,
  { id, name, tables }: ModuleManifest,
  verified: VerifiedExport | null,
  total: number
): Promise<PurgeRefusal | null> {
  // Nothing can be lost of a module without rows.
  if (total === 0) return null
  if (!verified) {
    return refusal(
      'E_PURGE_EXPORT_MISSING',
      `There is no verified export with the data of ${name}.`,
      'Make one under Settings → Data, and download it.'
    )
  }
  const changed = await changedSinceExport(unit, verified.id, id, Object.keys(tables))
  if (changed.length > 0) {
    return refusal(
      'E_PURGE_EXPORT_OUTDATED',
      `The data of ${name} has changed since it was exported: ${changed.join(', ')}.`,
      'Make a new export under Settings → Data, and download it.'
    )
  }
  if (verified.downloads === 0) {
    return refusal(
      'E_PURGE_EXPORT_NOT_TAKEN',
      'Nobody has downloaded the export yet.',
      'Download it under Settings → Data and keep it where you keep your books.'
    )
  }
  return null
}

function refusal(code: PurgeRefusal['code'], message: string, next: string): PurgeRefusal {
  const link = { label: 'Open Settings → Data', href: '/settings/data' }
  return { code, message, next, dependants: [], link }
}

function effectsOf(manifest: ModuleManifest, plan: PurgePlan, jobs: number): string[] {
  const { name, tables } = manifest
  const laws = [
    ...new Set(
      Object.values(tables).flatMap(({ retention: { law, keep } }) =>
        law && keep
          ? [`${law} asks you to keep its records for ${spoken(keep)}: keep the export that long.`]
          : []
      )
    ),
  ]
  return [
    `${plan.total} ${plan.total === 1 ? 'row' : 'rows'} of ${name} in ${Object.keys(tables).length} tables are deleted for good.`,
    'Its settings, keys of outside services, links and own fields are deleted, too.',
    ...(jobs > 0 ? [`${jobs} waiting ${jobs === 1 ? 'job is' : 'jobs are'} dropped.`] : []),
    ...(plan.export
      ? [
          `The export with checksum ${plan.export.sha256.slice(0, 12)}… is all that is left of the data.`,
        ]
      : []),
    ...laws,
    'The audit trail stays, and a note of what was deleted, when and by whom.',
    `${name} can be switched on again later; it starts with nothing then. Numbers go on where they ended.`,
  ]
}

/** `P8Y` as "8 years". */
function spoken(duration: string): string {
  const [, count, unit] = /^P(\d+)([YMD])$/.exec(duration) ?? []
  if (!count) return duration
  const word = { Y: 'year', M: 'month', D: 'day' }[unit as 'Y' | 'M' | 'D']
  return `${count} ${word}${count === '1' ? '' : 's'}`
}
