import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { format, resolveConfig } from 'prettier'

const FOLDER = fileURLToPath(new URL('../../', import.meta.url))

/** What makes the module: manifest, declaration, migration and words. Docs, tests and package.json do not. */
const OWN = /\.(ts|vue|json)$/

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return ['tests', 'node_modules'].includes(entry.name) ? [] : sources(join(folder, entry.name))
    }
    const own = OWN.test(entry.name) && entry.name !== 'package.json'
    return own ? [join(folder, entry.name)] : []
  })
}

test.group('The module of one resource', () => {
  test('is written in under 120 lines, formatted as everything else is', async ({ assert }) => {
    const files = sources(FOLDER)
    assert.isAbove(files.length, 4)
    let lines = 0
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      const config = await resolveConfig(file)
      assert.equal(config?.printWidth, 100)
      assert.equal(await format(text, { ...config, filepath: file }), text, file)
      lines += text.trimEnd().split('\n').length
    }
    assert.isBelow(lines, 120)
  })
})
