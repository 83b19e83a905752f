import type { RegisteredRoute } from '../http/registered_routes.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { KERNEL_VERSION } from '../version.ts'
import { answersOf } from './answers.ts'
import { COMPONENTS, type Components } from './components.ts'
import { operationOf, type Operation } from './operation.ts'

/** An OpenAPI 3.1 document, as far as the kernel fills it. */
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: Components
}

const DESCRIPTION =
  'Amounts are integer paise; quantities, prices and rates are decimal strings; dates are YYYY-MM-DD, instants ISO 8601 ' +
  'in UTC. What the token may not see, what belongs to another organisation and what never was are answered alike: 404.'

/** Describes these routes; those of modules that are not among them do not exist for the reader. */
export async function openApiDocument(
  registry: ModuleRegistry,
  routes: readonly RegisteredRoute[]
): Promise<OpenApiDocument> {
  const paths: OpenApiDocument['paths'] = {}
  const sorted = [...routes].sort(
    (a, b) => a.pattern.localeCompare(b.pattern) || a.method.localeCompare(b.method)
  )
  for (const route of sorted) {
    const path = route.pattern.slice('/api/v1'.length).replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = await operationOf(route, registry)
  }
  const used = new Set(sorted.map(({ module }) => module))
  const modules = registry.manifests().filter(({ id }) => used.has(id))
  return {
    openapi: '3.1.0',
    info: { title: 'Karkhana', version: KERNEL_VERSION, description: DESCRIPTION },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    tags: [
      { name: 'kernel', description: 'The organisation itself, its people and settings.' },
      ...modules.map(({ id, description }) => ({ name: id, description })),
    ],
    paths,
    components: {
      ...COMPONENTS,
      schemas: { ...COMPONENTS.schemas, ...(await schemasOf(used)) },
    },
  }
}

/** Named schemas of the answers of these modules. */
async function schemasOf(modules: ReadonlySet<string | null>) {
  const all = await Promise.all([...modules].map(answersOf))
  return Object.fromEntries(
    all.flatMap(({ schemas }) => Object.entries(schemas)).sort(([a], [b]) => (a < b ? -1 : 1))
  )
}
