import { defineAsyncComponent, type Component, type DefineComponent } from 'vue'
import AuthLayout from './layouts/auth.vue'
import ErrorLayout from './layouts/error.vue'
import PublicLayout from './layouts/public.vue'
import ShellLayout from './layouts/shell.vue'
import type { Frame } from './frames.ts'

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

function find(files: Record<string, Loader>, folder: string, id: string): Loader | undefined {
  const [owner, name] = id.split('::')
  if (owner === 'kernel') return files[`./${folder}/${name}.vue`]
  return (
    files[`../modules/${owner}/${folder}/${name}.vue`] ??
    files[`../plugins/${owner}/${folder}/${name}.vue`]
  )
}

/**
 * Loads the page `tickets::index` from `modules/tickets/pages/index.vue` (or the plug-in of that
 * name); `kernel::auth/login` from `resources/pages/auth/login.vue`.
 * @throws Error naming the file that is missing
 */
export async function resolvePage(id: string): Promise<DefineComponent> {
  const load = find(pages, 'pages', id)
  if (!load) throw new Error(`There is no page «${id}». Build the assets again after adding one.`)
  const page = (await load()).default
  page.layout = layouts[page.frame ?? 'shell']
  return page
}

const resolvedSlots = new Map<string, Component>()

/** The component of a slot fill, `invoicing::job_invoice`; null when it is not installed. */
export function resolveSlot(id: string): Component | null {
  const known = resolvedSlots.get(id)
  if (known) return known
  const load = find(slots, 'slots', id)
  if (!load) return null
  const component = defineAsyncComponent(load)
  resolvedSlots.set(id, component)
  return component
}
