import type { Component, DefineComponent } from 'vue'
import type { SlotComponent } from '@karkhana/ui'
import AuthLayout from './layouts/auth.vue'
import ErrorLayout from './layouts/error.vue'
import PublicLayout from './layouts/public.vue'
import ShellLayout from './layouts/shell.vue'
import type { Frame } from './frames.ts'
import { loadTextsOf, readLanguage } from './texts.ts'

type Loader = () => Promise<{ default: DefineComponent & { frame?: Frame } }>

/** Every installed page and slot, as loaders: nothing is fetched before it is needed. */
const pages = {
  ...import.meta.glob('./pages/**/*.vue'),
  ...import.meta.glob('../modules/*/pages/**/*.vue'),
  ...import.meta.glob('../plugins/*/pages/**/*.vue'),
} as Record<string, Loader>

const slots = {
  ...import.meta.glob('../modules/*/slots/**/*.vue'),
  ...import.meta.glob('../plugins/*/slots/**/*.vue'),
} as Record<string, Loader>

/** What a page may name by `defineOptions({ frame: 'auth' })`; without a name it gets the shell. */
const layouts = {
  shell: ShellLayout,
  auth: AuthLayout,
  public: PublicLayout,
  error: ErrorLayout,
} as unknown as Record<Frame, DefineComponent>

/** `tickets::index`, `kernel::auth/login`: an owner and a file of its folder, never a way out of it. */
const NAME = /^([a-z][a-z0-9-]*)::([a-z0-9_-]+(?:\/[a-z0-9_-]+)*)$/

function find(files: Record<string, Loader>, folder: string, id: string): Loader | undefined {
  const [, owner, name] = NAME.exec(id) ?? []
  if (!owner) return undefined
  if (owner === 'kernel') return files[`./${folder}/${name}.vue`]
  return (
    files[`../modules/${owner}/${folder}/${name}.vue`] ??
    files[`../plugins/${owner}/${folder}/${name}.vue`]
  )
}

/** The page of the kernel that stands in for one that a module leaves to its declaration: `courtesy::cars/show`. */
function sharedPage(id: string, page?: { props: object }): string | null {
  if (!page || !('resource' in page.props)) return null
  return `kernel::resource/${id.split('/').at(-1)}`
}

/**
 * Loads the page `tickets::index` from `modules/tickets/pages/index.vue` (or the plug-in of that
 * name); `kernel::auth/login` from `resources/pages/auth/login.vue`. A page that is not in this build, since its
 * module was added after it, is answered by one that says so.
 */
export async function resolvePage(id: string, page?: { props: object }): Promise<DefineComponent> {
  const shared = sharedPage(id, page)
  const load = find(pages, 'pages', id) ?? (shared ? find(pages, 'pages', shared) : undefined)
  if (!load) console.error(`There is no page «${id}» in this build; build the assets again.`)
  await readLanguage(page)
  const [component] = await Promise.all([
    (load ?? pages['./pages/errors/missing.vue'])(),
    // What the missing page says is the kernel's, whoever lacks it.
    loadTextsOf(load ? id : 'kernel::errors/missing'),
    ...(shared ? [loadTextsOf(shared)] : []),
    preloadSlots(page),
  ])
  component.default.layout = layouts[component.default.frame ?? 'shell']
  return component.default
}

const loadedSlots = new Map<string, Component>()

/** The component of a slot fill, `invoicing::job_invoice`; `null` when it is not in this build. */
export function resolveSlot(id: string): SlotComponent | null {
  const load = find(slots, 'slots', id)
  if (!load) return null
  return {
    loaded: loadedSlots.get(id) ?? null,
    load: async () => {
      const [{ default: component }] = await Promise.all([load(), loadTextsOf(id)])
      loadedSlots.set(id, component)
      return component
    },
  }
}

/**
 * Fetches what fills the slots of a page together with the page, so that they appear at once. What cannot be fetched
 * is told by the slot, not by the page.
 */
async function preloadSlots(page: { props: object } | undefined) {
  const { offered = {}, cards = [] } = (page?.props ?? {}) as {
    offered?: Record<string, { fills: { component: string }[] }>
    cards?: { component?: string }[]
  }
  const fills = [...Object.values(offered).flatMap((slot) => slot.fills), ...cards]
  const components = fills.flatMap(({ component }) => component ?? [])
  await Promise.allSettled(
    components.map((id) => (loadedSlots.has(id) ? null : resolveSlot(id)?.load()))
  )
}
