import type { ModuleManifest } from './manifest.ts'
import { stateOf, type PlanStep, type Standing, type SwitchPlan } from './plan_parts.ts'

/** What is counted for the sentences, by module. */
export interface SwitchFigures {
  /** Jobs on the queue or put aside. */
  jobs: ReadonlyMap<string, number>
  /** Events that are not handled yet. */
  events: ReadonlyMap<string, number>
  /** Version that the organisation's data has, where another one is installed. */
  versions: ReadonlyMap<string, string>
  /** Modules whose data somebody has asked to be deleted. */
  purges: ReadonlySet<string>
}

/** What people will notice of a plan, in the order of its steps; every sentence names its module. */
export function effectsOf(
  manifests: ModuleManifest[],
  standing: Standing,
  plan: SwitchPlan,
  figures: SwitchFigures
): string[] {
  const target = manifests.find(({ id }) => id === plan.module)!
  if (plan.steps.length === 0) return [nothingToDo(target, standing)]
  const before = new Set(manifests.map(({ id }) => id).filter((id) => isOn(standing, id)))
  const after = new Set(before)
  for (const { module, to } of plan.steps) {
    if (to === 'enabled') after.add(module)
    else after.delete(module)
  }
  const sentences = plan.steps.flatMap((step) => {
    const manifest = manifests.find(({ id }) => id === step.module)!
    const others = manifests.filter(
      ({ id }) => id !== step.module && before.has(id) && after.has(id)
    )
    return step.to === 'enabled'
      ? comes(manifest, step, target, others, manifests, figures)
      : goes(manifest, step, target, others, manifests, figures)
  })
  const off = plan.to !== 'enabled'
  return [...sentences, ...(off ? ['All data stays as it is. Nothing is deleted.'] : [])]
}

function comes(
  manifest: ModuleManifest,
  step: PlanStep,
  target: ModuleManifest,
  others: ModuleManifest[],
  all: ModuleManifest[],
  { jobs, events, versions, purges }: SwitchFigures
): string[] {
  const { id, name } = manifest
  const version = versions.get(id)
  return [
    ...(id === target.id
      ? []
      : step.automatic
        ? [`${name} comes on by itself: it joins what is on then.`]
        : [`${name} is switched on too, because ${target.name} needs it.`]),
    ...(step.from === 'purged'
      ? [
          `${name} starts with nothing: its earlier data was deleted. Numbers go on where they ended.`,
        ]
      : []),
    ...(step.from === 'archived' ? [`What is archived in ${name} can be changed again.`] : []),
    ...(purges.has(id) ? [`The request to delete the data of ${name} is withdrawn.`] : []),
    ...(version
      ? [`The data of ${name} is brought from version ${version} to ${manifest.version}.`]
      : []),
    ...places(manifest, 'appear'),
    ...cards(manifest, all, 'appear'),
    ...waiting(name, jobs.get(id) ?? 0, events.get(id) ?? 0, 'goes on'),
    ...(manifest.schedules.length > 0
      ? [`Schedules of ${name} begin: ${labels(manifest.schedules)}.`]
      : []),
    ...others
      .filter((other) => uses(other, manifest))
      .map((other) => `${other.name} works together with ${name} from then on.`),
  ]
}

function goes(
  manifest: ModuleManifest,
  step: PlanStep,
  target: ModuleManifest,
  others: ModuleManifest[],
  all: ModuleManifest[],
  { jobs, events }: SwitchFigures
): string[] {
  const { id, name } = manifest
  if (step.from === 'paused') {
    return [`${name} can be read, printed and exported again, under Archive in the menu.`]
  }
  return [
    ...(step.automatic
      ? [`${name} goes off by itself, because it joins ${target.name}, and comes back with it.`]
      : []),
    ...(step.to === 'archived'
      ? [
          `${name} can only be read, printed and exported. It stands under Archive in the menu; nothing in it can be created or changed.`,
        ]
      : places(manifest, 'disappear')),
    ...cards(manifest, all, 'disappear'),
    ...waiting(name, jobs.get(id) ?? 0, events.get(id) ?? 0, 'waits'),
    ...(manifest.schedules.length > 0
      ? [`Schedules of ${name} stop: ${labels(manifest.schedules)}.`]
      : []),
    ...(manifest.webhooks.length > 0
      ? [
          `Webhooks of ${name} are not sent: ${manifest.webhooks.map((each) => each.name).join(', ')}.`,
        ]
      : []),
    ...others
      .filter((other) => uses(other, manifest))
      .map((other) => `${other.name} works on without ${name}: ${losses(other, manifest)}.`),
  ]
}

/** Pages, menu and API. */
function places(manifest: ModuleManifest, verb: 'appear' | 'disappear') {
  const { name, menu, routes, id } = manifest
  const gone = verb === 'disappear'
  if (!routes && menu.length === 0) {
    return [gone ? `${name} is no longer used.` : `${name} is used from then on.`]
  }
  const entries =
    menu.length === 0
      ? ''
      : ` ${counted(menu.length, 'menu entry', 'menu entries')} (${labels(menu)})`
  return [
    gone
      ? `Pages of ${name} disappear for everybody here${entries ? `, with${entries}` : ''}; its API below /api/v1/${id} answers 404.`
      : `${name} appears for everybody whose role may use it${entries ? `, with${entries}` : ''}, and its API below /api/v1/${id}.`,
  ]
}

/** Cards on pages of other modules and on the start page. */
function cards(
  { name, slots, widgets }: ModuleManifest,
  all: ModuleManifest[],
  verb: 'appear' | 'disappear'
) {
  const fills = Object.values(slots).flat().length
  const owners = [...new Set(Object.keys(slots).map((slot) => slot.split('.')[0]))].map(
    (id) => all.find((other) => other.id === id)?.name ?? id
  )
  const where = verb === 'appear' ? 'on' : 'from'
  const ends = (count: number) => `${verb}${count === 1 ? 's' : ''}`
  return [
    ...(fills > 0
      ? [
          `${counted(fills, 'card', 'cards')} of ${name} ${ends(fills)} ${where} pages of ${owners.join(', ')}.`,
        ]
      : []),
    ...(widgets.length > 0
      ? [
          `${counted(widgets.length, 'card', 'cards')} of ${name} ${ends(widgets.length)} ${where} the start page.`,
        ]
      : []),
  ]
}

function waiting(name: string, jobs: number, events: number, how: 'waits' | 'goes on') {
  const parts = [
    ...(jobs > 0 ? [counted(jobs, 'job', 'jobs')] : []),
    ...(events > 0 ? [counted(events, 'event', 'events')] : []),
  ]
  if (parts.length === 0) return []
  const many = jobs + events > 1
  return [
    how === 'waits'
      ? `${parts.join(' and ')} of ${name} ${many ? 'wait' : 'waits'} until it is on again.`
      : `${parts.join(' and ')} of ${name} that waited ${many ? 'go' : 'goes'} on.`,
  ]
}

/** Whether `user` works better with `manifest`, and without it as well. */
function uses(user: ModuleManifest, manifest: ModuleManifest) {
  return (
    manifest.id in user.enhances || optional(user, manifest).length > 0 || hears(user, manifest) > 0
  )
}

function losses(user: ModuleManifest, manifest: ModuleManifest) {
  const contracts = optional(user, manifest).map((contract) => contract.split('@')[0])
  const events = hears(user, manifest)
  const parts = [
    ...(contracts.length > 0 ? [`it does not get ${contracts.join(', ')}`] : []),
    ...(events > 0 ? [`it is not told of ${counted(events, 'kind', 'kinds')} of events`] : []),
  ]
  return parts.join(', ') || 'what the two did together rests'
}

const optional = (user: ModuleManifest, manifest: ModuleManifest) =>
  Object.entries(user.consumes)
    .filter(([contract, need]) => need === 'optional' && contract in manifest.provides)
    .map(([contract]) => contract)

const hears = (user: ModuleManifest, manifest: ModuleManifest) =>
  manifest.events.emits.filter(({ id }) => id in user.events.handles).length

function nothingToDo({ name, id }: ModuleManifest, standing: Standing) {
  const state = stateOf(standing, id)
  if (state === 'enabled') return `${name} is on already.`
  return state === 'archived' ? `${name} is archived already.` : `${name} is not switched on.`
}

const isOn = (standing: Standing, id: string) => stateOf(standing, id) === 'enabled'
const labels = (list: { label: string }[]) => list.map(({ label }) => label).join(', ')
const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`
