import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestContext } from '@japa/runner/core'
import { test } from '@japa/runner'
import { temporaryFolder } from './temporary_folder.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A checkout with this one's compiler and nothing else but `files`. */
function makeCheckout(context: TestContext, files: Record<string, string>) {
  const hooks = 'bin/setup/typescript.mjs'
  const folder = temporaryFolder(context, {
    ...files,
    [hooks]: fs.readFileSync(path.join(ROOT, hooks), 'utf8'),
    'package.json': '{"type":"module"}',
  })
  fs.mkdirSync(path.join(folder, 'node_modules'))
  const scope = 'node_modules/@poppinss'
  fs.symlinkSync(path.join(ROOT, scope), path.join(folder, scope), 'junction')
  const cache = path.join(folder, 'node_modules/.cache/typescript')
  return {
    write: (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text),
    run(program: string) {
      const args = [`--import=./${hooks}`, program]
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
      })
      return { status, stdout: stdout.trim(), stderr }
    },
    /** Paths of what was compiled. */
    kept: () => fs.readdirSync(cache).map((name) => path.join(cache, name)),
  }
}

test.group('TypeScript from its sources', () => {
  test('is compiled once, and again when it changed', (context) => {
    const { assert } = context
    const checkout = makeCheckout(context, {
      'main.ts': `import { value } from './value.ts'\nconsole.log(value as number)`,
      'value.ts': 'export const value: number = 1',
    })
    assert.equal(checkout.run('main.ts').stdout, '1')
    assert.lengthOf(checkout.kept(), 2)

    // What is kept is what runs
    for (const file of checkout.kept()) {
      const text = fs.readFileSync(file, 'utf8')
      fs.writeFileSync(file, text.replace('value = 1', 'value = 2'))
    }
    assert.equal(checkout.run('main.ts').stdout, '2')
    checkout.write('value.ts', 'export const value: number = 3')
    assert.equal(checkout.run('main.ts').stdout, '3')
    assert.lengthOf(checkout.kept(), 2, 'one for each source, without drafts')
  })

  test('is found where the .js of a build is asked for, and is not made up', (context) => {
    const { assert } = context
    const checkout = makeCheckout(context, {
      'main.ts': `const { value } = await import('./value.js')\nconsole.log(value)\nawait import('./none.js')`,
      'value.ts': 'export const value: number = 1',
    })
    const { status, stdout, stderr } = checkout.run('main.ts')
    assert.equal(stdout, '1')
    assert.equal(status, 1)
    assert.match(stderr, /ERR_MODULE_NOT_FOUND/)
    assert.match(stderr, /none\.js/)
  })

  test('tells of decorators what the container asks for', (context) => {
    const { assert } = context
    const checkout = makeCheckout(context, {
      'main.ts': `
const noted: unknown[] = []
Object.assign(Reflect, { metadata: (key: string, value: unknown) => () => void noted.push(key, value) })
const inject = () => (target: object) => target as never
class Clock {}
@inject()
class Tower {
  constructor(protected clock: Clock) {}
}
console.log(Tower.name, noted.flat().map((each) => (each as { name?: string }).name ?? each).join())`,
    })
    assert.include(checkout.run('main.ts').stdout, 'Tower design:paramtypes,Clock')
  })

  test('that is wrong is named with its place', (context) => {
    const { assert } = context
    const checkout = makeCheckout(context, { 'main.ts': `const fine = 1\nconst wrong: number = ;` })
    const { status, stderr } = checkout.run('main.ts')
    assert.equal(status, 1)
    assert.match(stderr, /main\.ts cannot be compiled/)
    assert.match(stderr, /main\.ts:2:/)
    assert.notInclude(stderr, 'Stack backtrace')
  })

  test('fails at the line of the source', (context) => {
    const { assert } = context
    const checkout = makeCheckout(context, {
      'main.ts': `interface Gone {\n  name: string\n}\nexport const gone: Gone[] = []\nthrow new Error('stop')`,
    })
    assert.match(checkout.run('main.ts').stderr, /main\.ts:5/)
    assert.match(checkout.run('main.ts').stderr, /main\.ts:5/, 'also from what was kept')
  })
})
