import fs from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes `count` modules as `module:pack` would leave them, compiled: each with a table, eight routes, five
 * permissions, a menu entry, a slot fill, a card, a job and a schedule. Returns their folder.
 */
export async function generateModules(parent: string, count: number): Promise<string> {
  const folder = path.join(parent, 'modules')
  for (let number = 1; number <= count; number++) {
    const id = `bench-${String(number).padStart(2, '0')}`
    for (const [file, text] of Object.entries(filesOf(id))) {
      const target = path.join(folder, id, file)
      await fs.mkdir(path.dirname(target), { recursive: true })
      await fs.writeFile(target, text)
    }
  }
  return folder
}

function filesOf(id: string): Record<string, string> {
  const table = `${id.replaceAll('-', '_')}_things`
  return {
    'package.json': JSON.stringify({
      name: `@karkhana/${id}`,
      version: '1.0.0',
      type: 'module',
      exports: { './module': './module.js' },
    }),
    'module.js': manifest(id, table),
    'routes.js': `import { defineRoutes } from '@karkhana/kernel/http'
const Things = () => import('./things_controller.js')
const see = { permission: '${id}.thing.view' }
const change = { permission: '${id}.thing.update' }
export default defineRoutes((route) => {
  route.get('/', [Things, 'index'], see).get('/create', [Things, 'index'], change)
  route.post('/', [Things, 'index'], { permission: '${id}.thing.create' })
  route.get('/:id', [Things, 'show'], see).get('/:id/edit', [Things, 'show'], change)
  route.put('/:id', [Things, 'show'], change).post('/:id/archive', [Things, 'show'], change)
  route.get('/lookup', [Things, 'index'], see)
}, { records: { '/:id': '${table}' } })
`,
    'things_controller.js': `export default class ThingsController {
  async index({ scope }) {
    return { data: await scope.read((unit) => unit.rows('select * from ${table} limit 50')) }
  }
  show({ params }) {
    return { data: { id: params.id } }
  }
}
`,
    'job.js': `import { defineJob } from '@karkhana/kernel/jobs'
export default defineJob({ name: '${id}.count', parse: (payload) => payload, handle: async () => {} })
`,
    'tiles.js': `export default async () => []\n`,
    'migrations/0001_things.js': `import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'
export default defineMigration({
  up: [organisationTable('${table}', { columns: { name: 'text not null' } })],
  down: [dropTable('${table}')],
})
`,
  }
}

const manifest = (id: string, table: string) =>
  `import { crud, defineModule, defineRecords, permission, table } from '@karkhana/kernel/module'
export default defineModule({
  id: '${id}',
  name: '${id}',
  description: 'A module of the bench.',
  version: '1.0.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: { contacts: '^0.1.0' },
  tables: { ${table}: table() },
  records: [defineRecords({ table: '${table}', noun: 'thing', view: '${id}.thing.view' })],
  routes: () => import('./routes.js'),
  permissions: crud('${id}.thing', 'thing', { view: ['manager'], create: ['manager'], update: ['manager'] }, [
    permission('${id}.thing.approve', 'Approve things', ['manager']),
    permission('${id}.thing.export', 'Export things', ['accountant']),
  ]),
  menu: [{ id: '${id}.things', label: 'Things', href: '/${id}', icon: 'i-lucide-box', section: 'Masters', order: 500, permission: '${id}.thing.view' }],
  widgets: [{ id: '${id}.figures', title: 'Things', permission: '${id}.thing.view', kind: 'figures', load: () => import('./tiles.js') }],
  slots: { 'contacts.contact.aside': [{ component: '${id}::things', permission: '${id}.thing.view' }] },
  jobs: [() => import('./job.js')],
  schedules: [{ id: '${id}.count', label: 'Count things', cron: '0 3 * * *', job: '${id}.count' }],
})
`
