import { ENGLISH, type Sentences } from '../lang/sentences.ts'
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

/** What a sentence is made from. */
interface Told {
  standing: Standing
  manifests: ModuleManifest[]
  target: ModuleManifest
  figures: SwitchFigures
  words: Sentences
}

/** What people will notice of a plan, in the order of its steps; every sentence names its module. */
export function effectsOf(
  manifests: ModuleManifest[],
  standing: Standing,
  plan: SwitchPlan,
  figures: SwitchFigures,
  words: Sentences = ENGLISH
): string[] {
  const target = manifests.find(({ id }) => id === plan.module)!
  const told: Told = { standing, manifests, target, figures, words }
  if (plan.steps.length === 0) return [nothingToDo(told)]
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
      ? comes(manifest, step, others, told)
      : goes(manifest, step, others, told)
  })
  const off = plan.to !== 'enabled'
  return [
    ...sentences,
    ...(off ? [words.tell('All data stays as it is. Nothing is deleted.')] : []),
  ]
}

function comes(manifest: ModuleManifest, step: PlanStep, others: ModuleManifest[], told: Told) {
  const { target, figures, words } = told
  const { tell } = words
  const { id, schedules } = manifest
  const name = words.name(manifest)
  const version = figures.versions.get(id)
  const sentences: string[] = []
  if (id !== target.id) {
    sentences.push(
      step.automatic
        ? tell('{name} comes on by itself: it joins what is on then.', { name })
        : tell('{name} is switched on too, because {other} needs it.', {
            name,
            other: words.name(target),
          })
    )
  }
  if (step.from === 'purged') {
    sentences.push(
      tell(
        '{name} starts with nothing: its earlier data was deleted. Numbers go on where they ended.',
        { name }
      )
    )
  }
  if (step.from === 'archived') {
    sentences.push(tell('What is archived in {name} can be changed again.', { name }))
  }
  if (figures.purges.has(id)) {
    sentences.push(tell('The request to delete the data of {name} is withdrawn.', { name }))
  }
  if (version) {
    sentences.push(
      tell('The data of {name} is brought from version {from} to {to}.', {
        name,
        from: version,
        to: manifest.version,
      })
    )
  }
  sentences.push(...appears(manifest, told), ...cards(manifest, told, 'appear'))
  sentences.push(...waiting(manifest, told, 'goes on'))
  if (schedules.length > 0) {
    const list = labels(words, manifest, schedules)
    sentences.push(tell('Schedules of {name} begin: {list}.', { name, list }))
  }
  for (const other of others.filter((each) => uses(each, manifest))) {
    sentences.push(
      tell('{other} works together with {name} from then on.', { other: words.name(other), name })
    )
  }
  return sentences
}

function goes(manifest: ModuleManifest, step: PlanStep, others: ModuleManifest[], told: Told) {
  const { target, words } = told
  const { tell } = words
  const { schedules, webhooks } = manifest
  const name = words.name(manifest)
  if (step.from === 'paused') {
    return [
      tell('{name} can be read, printed and exported again, under Archive in the menu.', { name }),
    ]
  }
  const sentences: string[] = []
  if (step.automatic) {
    sentences.push(
      tell('{name} goes off by itself, because it joins {other}, and comes back with it.', {
        name,
        other: words.name(target),
      })
    )
  }
  if (step.to === 'archived') {
    sentences.push(
      tell(
        '{name} can only be read, printed and exported. It stands under Archive in the menu; nothing in it can be created or changed.',
        { name }
      )
    )
  } else sentences.push(...disappears(manifest, told))
  sentences.push(...cards(manifest, told, 'disappear'), ...waiting(manifest, told, 'waits'))
  if (schedules.length > 0) {
    const list = labels(words, manifest, schedules)
    sentences.push(tell('Schedules of {name} stop: {list}.', { name, list }))
  }
  if (webhooks.length > 0) {
    const list = webhooks.map((each) => each.name).join(', ')
    sentences.push(tell('Webhooks of {name} are not sent: {list}.', { name, list }))
  }
  for (const other of others.filter((each) => uses(each, manifest))) {
    sentences.push(
      tell('{other} works on without {name}: {losses}.', {
        other: words.name(other),
        name,
        losses: losses(other, manifest, words),
      })
    )
  }
  return sentences
}

/** Pages, menu and API of a module that comes. */
function appears(manifest: ModuleManifest, { words }: Told): string[] {
  const { menu, routes, id } = manifest
  const name = words.name(manifest)
  if (!routes && menu.length === 0) return [words.tell('{name} is used from then on.', { name })]
  const api = `/api/v1/${id}`
  if (menu.length === 0) {
    return [
      words.tell('{name} appears for everybody whose role may use it, and its API below {api}.', {
        name,
        api,
      }),
    ]
  }
  const entries = entriesOf(manifest, words)
  return [
    words.tell(
      '{name} appears for everybody whose role may use it, with {entries}, and its API below {api}.',
      { name, entries, api }
    ),
  ]
}

/** The same of one that goes. */
function disappears(manifest: ModuleManifest, { words }: Told): string[] {
  const { menu, routes, id } = manifest
  const name = words.name(manifest)
  if (!routes && menu.length === 0) return [words.tell('{name} is no longer used.', { name })]
  const api = `/api/v1/${id}`
  if (menu.length === 0) {
    return [
      words.tell('Pages of {name} disappear for everybody here; its API below {api} answers 404.', {
        name,
        api,
      }),
    ]
  }
  return [
    words.tell(
      'Pages of {name} disappear for everybody here, with {entries}; its API below {api} answers 404.',
      { name, entries: entriesOf(manifest, words), api }
    ),
  ]
}

function entriesOf(manifest: ModuleManifest, words: Sentences): string {
  const list = labels(words, manifest, manifest.menu)
  return manifest.menu.length === 1
    ? words.tell('1 menu entry ({list})', { list })
    : words.tell('{count} menu entries ({list})', { count: manifest.menu.length, list })
}

/** Cards on pages of other modules and on the start page. */
function cards(
  manifest: ModuleManifest,
  { manifests, words }: Told,
  verb: 'appear' | 'disappear'
): string[] {
  const { slots, widgets } = manifest
  const { tell } = words
  const name = words.name(manifest)
  const fills = Object.values(slots).flat().length
  const owners = [...new Set(Object.keys(slots).map((slot) => slot.split('.')[0]))]
    .map((id) => manifests.find((other) => other.id === id) ?? { id, name: id })
    .map(words.name)
    .join(', ')
  const come = verb === 'appear'
  const sentences: string[] = []
  if (fills === 1) {
    sentences.push(
      come
        ? tell('1 card of {name} appears on pages of {owners}.', { name, owners })
        : tell('1 card of {name} disappears from pages of {owners}.', { name, owners })
    )
  } else if (fills > 1) {
    const values = { count: fills, name, owners }
    sentences.push(
      come
        ? tell('{count} cards of {name} appear on pages of {owners}.', values)
        : tell('{count} cards of {name} disappear from pages of {owners}.', values)
    )
  }
  if (widgets.length === 1) {
    sentences.push(
      come
        ? tell('1 card of {name} appears on the start page.', { name })
        : tell('1 card of {name} disappears from the start page.', { name })
    )
  } else if (widgets.length > 1) {
    const values = { count: widgets.length, name }
    sentences.push(
      come
        ? tell('{count} cards of {name} appear on the start page.', values)
        : tell('{count} cards of {name} disappear from the start page.', values)
    )
  }
  return sentences
}

function waiting(manifest: ModuleManifest, told: Told, how: 'waits' | 'goes on'): string[] {
  const { figures, words } = told
  const { tell } = words
  const jobs = figures.jobs.get(manifest.id) ?? 0
  const events = figures.events.get(manifest.id) ?? 0
  if (jobs + events === 0) return []
  const parts = [
    ...(jobs > 0 ? [jobs === 1 ? tell('1 job') : tell('{count} jobs', { count: jobs })] : []),
    ...(events > 0
      ? [events === 1 ? tell('1 event') : tell('{count} events', { count: events })]
      : []),
  ]
  const work = parts.length === 1 ? parts[0] : tell('{one} and {other}', pair(parts))
  const values = { work, name: words.name(manifest) }
  const many = jobs + events > 1
  if (how === 'waits') {
    return [
      many
        ? tell('{work} of {name} wait until it is on again.', values)
        : tell('{work} of {name} waits until it is on again.', values),
    ]
  }
  return [
    many
      ? tell('{work} of {name} that waited go on.', values)
      : tell('{work} of {name} that waited goes on.', values),
  ]
}

const pair = ([one, other]: string[]) => ({ one, other })

/** Whether `user` works better with `manifest`, and without it as well. */
function uses(user: ModuleManifest, manifest: ModuleManifest) {
  return (
    manifest.id in user.enhances || optional(user, manifest).length > 0 || hears(user, manifest) > 0
  )
}

function losses(user: ModuleManifest, manifest: ModuleManifest, { tell }: Sentences) {
  const contracts = optional(user, manifest).map((contract) => contract.split('@')[0])
  const events = hears(user, manifest)
  const parts = [
    ...(contracts.length > 0
      ? [tell('it does not get {contracts}', { contracts: contracts.join(', ') })]
      : []),
    ...(events > 0
      ? [
          events === 1
            ? tell('it is not told of 1 kind of events')
            : tell('it is not told of {count} kinds of events', { count: events }),
        ]
      : []),
  ]
  return parts.join(', ') || tell('what the two did together rests')
}

const optional = (user: ModuleManifest, manifest: ModuleManifest) =>
  Object.entries(user.consumes)
    .filter(([contract, need]) => need === 'optional' && contract in manifest.provides)
    .map(([contract]) => contract)

const hears = (user: ModuleManifest, manifest: ModuleManifest) =>
  manifest.events.emits.filter(({ id }) => id in user.events.handles).length

function nothingToDo({ target, standing, words }: Told) {
  const state = stateOf(standing, target.id)
  const name = words.name(target)
  if (state === 'enabled') return words.tell('{name} is on already.', { name })
  return state === 'archived'
    ? words.tell('{name} is archived already.', { name })
    : words.tell('{name} is not switched on.', { name })
}

const isOn = (standing: Standing, id: string) => stateOf(standing, id) === 'enabled'
const labels = (words: Sentences, { id }: ModuleManifest, list: { label: string }[]) =>
  list.map(({ label }) => words.label(id, label)).join(', ')
