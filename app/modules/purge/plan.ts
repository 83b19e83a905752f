import type { VerifiedExport } from '../../data/export/verified_exports.ts'
import { changedSinceExport, latestVerifiedExport } from '../../data/export/verified_exports.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { sentencesFor, type Sentences } from '../../lang/sentences.ts'
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
  const words = sentencesFor(unit.scope)
  const states = await readModules(unit, registry, lock)
  const tables = Object.keys(manifest.tables)
  const rows = await countRows(unit, tables)
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const verified = await latestVerifiedExport(unit, moduleId)
  const confirmers = (await peopleWhoPurge(unit)).filter(({ id }) => id !== unit.scope.actor.id)
  const inTheWay = stateRefusal(registry, states, manifest, words)
  const refused =
    inTheWay?.refused ??
    (await exportRefusal(unit, manifest, verified, total, words)) ??
    (confirmers.length === 0 ? alone(words) : null)
  const plan: PurgePlan = {
    module: moduleId,
    name: words.name(manifest),
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
  return { ...plan, effects: effectsOf(manifest, plan, work.jobs.get(moduleId) ?? 0, words) }
}

const alone = ({ tell }: Sentences): PurgeRefusal => ({
  code: 'E_PURGE_ALONE',
  message: tell('Two people have to agree, and nobody else here may.'),
  next: tell(
    'Invite somebody as owner or admin, or give a member the permission to delete the data of a module.'
  ),
  dependants: [],
  link: { label: tell('Open the members'), href: '/settings/members' },
})

function stateRefusal(
  registry: ModuleRegistry,
  { stored, states }: ModuleRows,
  manifest: ModuleManifest,
  words: Sentences
): { refused: PurgeRefusal; steps: PurgePlan['steps'] } | null {
  const { tell } = words
  const { id } = manifest
  const name = words.name(manifest)
  const stepOf = (of: ModuleManifest, from: StoredState) => ({
    module: of.id,
    name: words.name(of),
    from,
  })
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
    const names = users.map(words.name).join(', ')
    return {
      steps,
      refused: {
        code: 'E_MODULE_REQUIRED',
        message: tell('Records of {name} are used by: {names}.', { name, names }),
        next: tell('Archive those and have their data deleted first.'),
        dependants: users.map((each) => ({ id: each.id, name: words.name(each) })),
      },
    }
  }
  const empty = !state || state === 'purged'
  return {
    steps: empty ? [] : steps,
    refused: {
      code: 'E_MODULE_STATE',
      message: empty
        ? tell('{name} has no data here.', { name })
        : tell('{name} is not archived.', { name }),
      next: empty
        ? tell('There is nothing to delete.')
        : tell('Archive it first; then its data rests while you export it.'),
      dependants: [],
    },
  }
}

async function exportRefusal(
  unit: Unit,
  manifest: ModuleManifest,
  verified: VerifiedExport | null,
  total: number,
  words: Sentences
): Promise<PurgeRefusal | null> {
  // Nothing can be lost of a module without rows.
  if (total === 0) return null
  const { tell } = words
  const { id, tables } = manifest
  const name = words.name(manifest)
  if (!verified) {
    return refusal(
      'E_PURGE_EXPORT_MISSING',
      words,
      tell('There is no verified export with the data of {name}.', { name }),
      tell('Make one under Settings → Data, and download it.')
    )
  }
  const changed = await changedSinceExport(unit, verified.id, id, Object.keys(tables))
  if (changed.length > 0) {
    return refusal(
      'E_PURGE_EXPORT_OUTDATED',
      words,
      tell('The data of {name} has changed since it was exported: {tables}.', {
        name,
        tables: changed.join(', '),
      }),
      tell('Make a new export under Settings → Data, and download it.')
    )
  }
  if (verified.downloads === 0) {
    return refusal(
      'E_PURGE_EXPORT_NOT_TAKEN',
      words,
      tell('Nobody has downloaded the export yet.'),
      tell('Download it under Settings → Data and keep it where you keep your books.')
    )
  }
  return null
}

function refusal(
  code: PurgeRefusal['code'],
  { tell }: Sentences,
  message: string,
  next: string
): PurgeRefusal {
  const link = { label: tell('Open Settings → Data'), href: '/settings/data' }
  return { code, message, next, dependants: [], link }
}

function effectsOf(
  manifest: ModuleManifest,
  plan: PurgePlan,
  jobs: number,
  words: Sentences
): string[] {
  const { tell } = words
  const { tables } = manifest
  const name = words.name(manifest)
  const laws = Object.values(tables).flatMap(({ retention: { law, keep } }) =>
    law && keep
      ? [
          tell('{law} asks you to keep its records for {time}: keep the export that long.', {
            law,
            time: spoken(keep, words),
          }),
        ]
      : []
  )
  const deleted = { total: plan.total, name, tables: Object.keys(tables).length }
  return [
    plan.total === 1
      ? tell('1 row of {name} in {tables} tables are deleted for good.', deleted)
      : tell('{total} rows of {name} in {tables} tables are deleted for good.', deleted),
    tell('Its settings, keys of outside services, links and own fields are deleted, too.'),
    ...(jobs === 1 ? [tell('1 waiting job is dropped.')] : []),
    ...(jobs > 1 ? [tell('{count} waiting jobs are dropped.', { count: jobs })] : []),
    ...(plan.export
      ? [
          tell('The export with checksum {checksum}… is all that is left of the data.', {
            checksum: plan.export.sha256.slice(0, 12),
          }),
        ]
      : []),
    ...new Set(laws),
    tell('The audit trail stays, and a note of what was deleted, when and by whom.'),
    tell(
      '{name} can be switched on again later; it starts with nothing then. Numbers go on where they ended.',
      { name }
    ),
  ]
}

/** `P8Y` as "8 years". */
function spoken(duration: string, { tell }: Sentences): string {
  const [, count, unit] = /^P(\d+)([YMD])$/.exec(duration) ?? []
  if (!count) return duration
  if (unit === 'Y') return count === '1' ? tell('1 year') : tell('{count} years', { count })
  if (unit === 'M') return count === '1' ? tell('1 month') : tell('{count} months', { count })
  return count === '1' ? tell('1 day') : tell('{count} days', { count })
}
