import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { defineModule, defineRecords, permission, table } from '@karkhana/kernel/module'
import { ensureVisible, isVisible } from '../../../app/access/visibility.ts'
import { checkManifests } from '../../../app/modules/check/main.ts'
import { readInstalledModules } from '../../../app/modules/installed.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const RULE = defineRecords({
  table: 'tasks_tasks',
  noun: 'task',
  view: 'tasks.task.view',
  branch: 'branch_id',
  own: { column: 'doer_id', unless: 'tasks.task.view_all', label: 'tasks given to them' },
})

const reader = (memberId: string | null, permissions: string[] = []) =>
  ({
    actor: { memberId },
    can: (id: string) => permissions.includes(id),
  }) as unknown as Scope

const problemsOf = (changes: Partial<Parameters<typeof defineModule>[0]>) => {
  const manifest = defineModule({
    id: 'tasks',
    name: 'Tasks',
    description: 'Tasks',
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    ...changes,
  })
  try {
    checkManifests([{ folder: '/tasks', manifest }])
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

test.group('Record rules', () => {
  test('own records are those with the reader’s membership in the column, of rows and models', ({
    assert,
  }) => {
    const ravi = reader('ravi')
    assert.isTrue(isVisible(ravi, RULE, { doer_id: 'ravi' }))
    assert.isTrue(isVisible(ravi, RULE, { doerId: 'ravi' }))
    assert.isFalse(isVisible(ravi, RULE, { doer_id: 'meera' }))
    assert.isFalse(isVisible(ravi, RULE, { doer_id: null }), 'nobody’s is not everybody’s')
    assert.isFalse(isVisible(reader(null), RULE, { doer_id: null }), 'nobody owns nothing')
    assert.isTrue(isVisible(reader('meera', ['tasks.task.view_all']), RULE, { doer_id: 'ravi' }))
    assert.throws(
      () => ensureVisible(ravi, RULE, { doer_id: 'meera' }),
      'This task does not exist.'
    )
  })

  test('a row that was read without the column hides rather than shows', ({ assert }) => {
    assert.throws(() => isVisible(reader('ravi'), RULE, { id: '1' }), /"doer_id" was not read/)
  })

  test('a module that says nothing about a table is told what to do', ({ assert }) => {
    const permissions = [
      permission('tasks.task.view', 'See tasks'),
      permission('tasks.task.view_all', 'See all tasks'),
    ]
    const tables = { tasks_tasks: table(), tasks_history: table() }
    assert.deepEqual(problemsOf({ tables, permissions, records: [RULE] }), [
      'tasks: the table "tasks_history" says nothing about who sees its rows: add it to "records", by itself with ' +
        'the column of its branch (none if all branches share it), or as a part of the record it belongs to',
    ])
    const whole = { ...RULE, parts: { tasks_history: 'task_id' } }
    assert.deepEqual(problemsOf({ tables, permissions, records: [whole] }), [])
    assert.deepEqual(problemsOf({ tables, permissions: [], records: [whole, RULE] }), [
      'tasks: "records" names the table "tasks_tasks" twice',
      'tasks: the record "tasks_tasks" asks for "tasks.task.view", which the module does not declare',
      'tasks: the record "tasks_tasks" asks for "tasks.task.view_all", which the module does not declare',
      'tasks: the record "tasks_tasks" asks for "tasks.task.view", which the module does not declare',
      'tasks: the record "tasks_tasks" asks for "tasks.task.view_all", which the module does not declare',
    ])
    assert.deepEqual(problemsOf({ tables: {}, permissions, records: [RULE] }), [
      'tasks: "records" names the table "tasks_tasks", which the module does not create',
    ])
  })

  test('every query on a table with own records applies the rule in the same file', async ({
    assert,
  }) => {
    const modules = await readInstalledModules(root)
    const rules = modules.flatMap(({ manifest }) => manifest.records).filter(({ own }) => own)
    assert.isAbove(rules.length, 1)
    const sources = await sourcesOf(modules.map(({ folder }) => folder))
    for (const { table: name } of rules) {
      const asks = new RegExp(`from\\(\\s*['"\`]${name}\\b|(from|join)\\s+${name}\\b`)
      const asking = sources.filter(({ text }) => asks.test(text))
      assert.isAbove(asking.length, 0, name)
      for (const { file, text } of asking) {
        assert.match(text, /\bvisible\(|\bensureVisible\(/, `${file} reads ${name}`)
      }
    }
  })

  test('every load of a model with own records is followed by the rule', async ({ assert }) => {
    const modules = await readInstalledModules(root)
    const sources = await sourcesOf(modules.map(({ folder }) => folder))
    const loads =
      /\b(?:findOr404|lockForUpdate)\((Ticket|Job),|\b(Ticket|Job)\.(?:query|find|findBy|all)\(/
    const loading = sources.filter(({ text }) => loads.test(text))
    assert.isAbove(loading.length, 5)
    for (const { file, text } of loading) {
      const excused = EXCUSED[file.slice(root.length)]
      if (!excused) assert.match(text, /\bensureVisible\(/, file)
    }
  })
})

/** Files that load such a model for nobody in particular, and why. */
const EXCUSED: Record<string, string> = {
  'modules/jobcards/jobs/announce_ready.ts': 'A job runs as the system, which sees all.',
}

async function sourcesOf(folders: string[]) {
  const sources: { file: string; text: string }[] = []
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      if (!/\.ts$/.test(file) || /\/(tests|migrations|models|node_modules)\//.test(file)) continue
      sources.push({ file, text: await readFile(file, 'utf8') })
    }
  }
  return sources
}
