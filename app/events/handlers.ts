import type { ModuleManifest } from '../modules/manifest.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { EventHandler, EventRun } from './declaration.ts'
import { HandlerMisplacedError } from './errors.ts'

/** A handler of any event: it checks its own payload by `parse`. */
export interface AnyHandler extends Pick<EventHandler, 'name' | 'replay'> {
  event: string
  parse(payload: unknown): unknown
  // What `parse` returned; each handler knows its own type.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  handle(scope: Scope, payload: any, run: EventRun): Promise<void>
}

/** The handlers of the installed modules. */
export class EventHandlers {
  readonly #byName = new Map<string, AnyHandler>()

  get(name: string): AnyHandler | undefined {
    return this.#byName.get(name)
  }

  /** Those of an event, in the order of the modules' requirements. */
  of(event: string): AnyHandler[] {
    return [...this.#byName.values()].filter((handler) => handler.event === event)
  }

  /** @internal */
  add(handler: AnyHandler) {
    if (this.#byName.has(handler.name)) {
      throw new HandlerMisplacedError(
        `Two event handlers have the name ${handler.name}.`,
        'Rename one of them.'
      )
    }
    this.#byName.set(handler.name, handler)
  }

  /** @internal */
  remove(name: string) {
    this.#byName.delete(name)
  }
}

const loaded = new WeakMap<ModuleRegistry, Promise<EventHandlers>>()

/** The handlers of every module of `registry`, loaded once. A module whose handlers fail may go into quarantine. */
export function installedHandlers(registry: ModuleRegistry): Promise<EventHandlers> {
  const known = loaded.get(registry)
  if (known) return known
  const loading = load(registry)
  loaded.set(registry, loading)
  loading.catch(() => loaded.delete(registry))
  return loading
}

async function load(registry: ModuleRegistry): Promise<EventHandlers> {
  const handlers = new EventHandlers()
  for (const { id, events } of registry.manifests()) {
    const found = await registry.starting(id, 'event handlers', () =>
      loadModule(id, events.handles)
    )
    for (const handler of found ?? []) handlers.add(handler)
  }
  return handlers
}

async function loadModule(
  module: string,
  handles: ModuleManifest['events']['handles']
): Promise<AnyHandler[]> {
  const found: AnyHandler[] = []
  for (const [event, files] of Object.entries(handles)) {
    for (const file of files) {
      const handler = (await file()).default as AnyHandler
      ensureInPlace(module, event, handler)
      found.push(handler)
    }
  }
  return found
}

function ensureInPlace(module: string, event: string, handler: AnyHandler) {
  if (!handler.name.startsWith(`${module}.`)) {
    throw new HandlerMisplacedError(
      `The event handler ${handler.name} does not start with "${module}.".`,
      'A handler is named after its own module.'
    )
  }
  if (handler.event !== event) {
    throw new HandlerMisplacedError(
      `The event handler ${handler.name} handles ${handler.event}, but is named under ${event}.`,
      'Name its file under the event it handles.'
    )
  }
}
