import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ViteDevServer } from 'vite'
import type { Plugin } from 'vue'

let server: Promise<ViteDevServer> | undefined

/** Compiles components as the build does; made once per process, which takes some seconds. */
function compiler(root: string): Promise<ViteDevServer> {
  return (server ??= import('vite').then(({ createServer }) =>
    createServer({
      root,
      configFile: join(root, 'vite.config.ts'),
      appType: 'custom',
      logLevel: 'silent',
      server: { middlewareMode: true, hmr: false, watch: null, ws: false },
      optimizeDeps: { noDiscovery: true, include: [] },
      ssr: { noExternal: [/^@nuxt\/ui/, /^@karkhana/, /^@inertiajs/, /^@iconify/] },
    })
  ))
}

/**
 * Draws a component on the server with a value for each of `props`.
 * @returns what went wrong: an error, props it wants and does not get, warnings of Vue
 */
export async function renderFill(root: string, file: string, props: string[]): Promise<string[]> {
  if (!existsSync(file)) return [`${relative(root, file)} does not exist`]
  const problems: string[] = []
  try {
    const vite = await compiler(root)
    const { createSSRApp, h } = await import('vue')
    const { renderToString } = await import('vue/server-renderer')
    const inertia = (await vite.ssrLoadModule('@inertiajs/vue3')) as { App: object }
    const nuxtUi = (await vite.ssrLoadModule('@nuxt/ui/vue-plugin')) as { default: Plugin }
    const { default: component } = (await vite.ssrLoadModule(file)) as { default: Declaring }
    const fill = { render: () => h(component, sample(component, props)) }
    const app = createSSRApp({
      render: () =>
        h(inertia.App, { initialPage: PAGE, initialComponent: fill, resolveComponent: () => fill }),
    })
    app.use(nuxtUi.default)
    app.config.warnHandler = (message) => {
      if (/Missing required prop|Invalid prop|Extraneous non-props/.test(message)) {
        problems.push(message)
      }
    }
    await renderToString(app)
  } catch (error) {
    problems.push(`it fails: ${(error as Error).message}`)
  }
  return [...new Set(problems)]
}

/** A compiled component with the types of its props. */
interface Declaring {
  props?: Record<string, { type?: unknown } | undefined>
}

/**
 * Values that say nothing: an empty record for the data of the fill and for what it takes as a record, a function for
 * what it calls, strings for all else.
 */
const sample = (component: Declaring, props: string[]) =>
  Object.fromEntries(
    props.map((name) => {
      const type = component.props?.[name]?.type
      if (type === Function) return [name, () => undefined]
      return [name, name === 'data' || type === Object ? {} : 'sample']
    })
  )

/** A page of somebody who may do nothing. */
const PAGE = {
  component: 'suite',
  url: '/',
  version: null,
  props: {
    shared: {
      user: null,
      organisation: null,
      organisations: [],
      partners: [],
      partner: null,
      role: null,
      roleName: null,
      readOnly: null,
      partnerAccess: null,
      brand: { accent: null, accentStrong: null, logo: null },
      branch: null,
      branches: [],
      permissions: [],
      menu: [],
      slots: {},
      flash: {},
      errors: {},
      app: { name: 'Karkhana', version: '0', environment: 'test' },
    },
    errors: {},
  },
}
