import { test } from '@japa/runner'
import ts from 'typescript'
import { addToInterface } from '../../../app/scaffold/contracts_editor.ts'
import { ManifestEditor } from '../../../app/scaffold/manifest_editor.ts'
import { addRoute } from '../../../app/scaffold/routes_editor.ts'
import { formatted } from '../../../app/scaffold/tooling.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const format = (text: string) => formatted(`${ROOT}modules/x/module.ts`, text)

const MANIFEST = `import { defineModule } from '@karkhana/kernel/module'
import { PERMISSIONS as permissions } from './permissions.ts'

/** What it is for. */
export default defineModule({
  id: 'notes',
  name: 'Notes', // as people say
  records: RECORDS,
  permissions,
  menu: [
    { id: 'notes.notes' }, // the list
  ],
  lang: ['en', 'hi'],
})
`

test.group('Editing a manifest', () => {
  test('entries are added where they belong, and everything else stays', async ({ assert }) => {
    const editor = new ManifestEditor(ts, 'module.ts', MANIFEST)
    editor
      .import('table', 'permission')
      .add('jobs', "() => import('./jobs/send.ts')")
      .add('jobs', "() => import('./jobs/remind.ts')")
      .set('tables', 'notes_notes', 'table()')
      .add('permissions', "permission('notes.note.view', 'See notes')")
      .add('records', '{}')
      .add('events/handles/a.b@1', "() => import('./handlers/c.ts')")
      .add('menu', "{ id: 'notes.more' }")
    assert.equal(
      await format(editor.text),
      await format(`import { defineModule, table, permission } from '@karkhana/kernel/module'
import { PERMISSIONS as permissions } from './permissions.ts'

/** What it is for. */
export default defineModule({
  id: 'notes',
  name: 'Notes', tables: { notes_notes: table() }, // as people say
  records: [...RECORDS, {}],
  permissions: [...permissions, permission('notes.note.view', 'See notes')],
  menu: [
    { id: 'notes.notes' }, { id: 'notes.more' }, // the list
  ],
  events: { handles: { 'a.b@1': [() => import('./handlers/c.ts')] } },
  jobs: [() => import('./jobs/send.ts'), () => import('./jobs/remind.ts')],
  lang: ['en', 'hi'],
})
`)
    )
  })

  test('what is there already is refused', ({ assert }) => {
    const editor = new ManifestEditor(ts, 'module.ts', MANIFEST)
    editor.add('jobs', "() => import('./jobs/send.ts')")
    assert.throws(() => editor.add('jobs', "()=>import('./jobs/send.ts')"), /has .* already/)
    assert.throws(
      () => editor.add('menu', "{ id: 'notes.notes', label: 'Notes' }"),
      /'notes\.notes' already/
    )
    editor.set('tables', 'notes_notes', 'table()')
    assert.throws(() => editor.set('tables', 'notes_notes', 'table()'), /has .* already/)
  })

  test('a file that is written another way is left alone, and the entry is told', ({ assert }) => {
    const editor = new ManifestEditor(ts, 'module.ts', 'export default makeIt()\n')
    try {
      editor.add('jobs', "() => import('./jobs/send.ts')")
      assert.fail('was edited')
    } catch (error) {
      assert.equal((error as { code: string }).code, 'E_SCAFFOLD_EDIT')
      assert.include((error as { next: string }).next, './jobs/send.ts')
    }
  })
})

test.group('Editing routes and contracts', () => {
  const ROUTES = `import { defineRoutes } from '@karkhana/kernel/http'

const notes = () => import('./controllers/notes_controller.ts')

export default defineRoutes((r) => {
  r.get('/', [notes, 'index'], view)
  r.get('/:id', [notes, 'show'], view)
})
`
  const ROUTE = {
    method: 'get',
    path: '/overview',
    constant: 'overview',
    controller: './controllers/overview_controller.ts',
    action: 'show',
    options: 'view',
  } as const

  test('a new address stands before those that begin with a parameter', async ({ assert }) => {
    const text = await format(addRoute(ts, 'routes.ts', ROUTES, ROUTE))
    assert.isBelow(text.indexOf("r.get('/overview', [overview, 'show']"), text.indexOf("'/:id'"))
    assert.include(text, "const overview = () => import('./controllers/overview_controller.ts')")
    assert.throws(() => addRoute(ts, 'routes.ts', text, ROUTE), /GET \/overview already/)
  })

  test('a contract is added to the interface, which is made where it is missing', async ({
    assert,
  }) => {
    const add = (text: string, key: string) =>
      addToInterface(ts, 'contracts.ts', text, {
        name: 'Events',
        key,
        type: '{ id: string }',
        comment: 'It happened.',
      })
    for (const text of [
      '/** Types only. */\nexport {}\n',
      "import type { Scope } from '@karkhana/kernel'\n\nexport interface A { scope: Scope }\n",
      "declare module '@karkhana/kernel/module' {\n  interface Contracts {}\n}\nexport {}\n",
    ]) {
      const twice = await format(add(add(text, 'notes.a@1'), 'notes.b@1'))
      assert.equal(twice.match(/interface Events/g)!.length, 1)
      assert.equal(twice.match(/declare module/g)!.length, 1)
      assert.match(twice, /'notes\.a@1': \{ id: string \}[^}]*'notes\.b@1'/s)
      assert.throws(() => add(twice, 'notes.a@1'), /already/)
    }
  })
})
