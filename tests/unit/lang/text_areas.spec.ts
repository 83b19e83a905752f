import { test } from '@japa/runner'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTexts } from '../../../app/lang/files.ts'
import { areasOf } from '../../../resources/text_areas.ts'

const RESOURCES = fileURLToPath(new URL('../../../resources/', import.meta.url))

/** Key of an area of the kernel's pages to the area. */
const keys = new Map(
  readdirSync(`${RESOURCES}lang`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [...readTexts(`${RESOURCES}lang/${name}`, 'en', '.')!.keys()])
    .map((key) => [key, key.split('.')[0]!])
)

/** A file with everything it imports from beside it, and what that imports. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen
  seen.add(file)
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    withImports(resolve(dirname(file), path!), seen)
  }
  return seen
}

/** Areas of the keys that a page and its parts name. */
function usedAreas(page: string): Set<string> {
  const sources = [...withImports(page)].map((file) => readFileSync(file, 'utf8'))
  const quoted = sources.flatMap((source) => [...source.matchAll(/'([a-z_]+\.[\w.]+)'/g)])
  return new Set(quoted.flatMap(([, key]) => keys.get(key!) ?? []))
}

test.group('Texts of kernel pages', () => {
  test('are fetched with every page that shows them', ({ assert }) => {
    const pages = globSync('pages/**/*.vue', { cwd: RESOURCES })
    assert.isAbove(pages.length, 60)
    let areas = 0
    const missing: string[] = []
    for (const page of pages) {
      const used = usedAreas(`${RESOURCES}${page}`)
      areas += used.size
      const name = page.slice('pages/'.length, -'.vue'.length)
      for (const area of used) if (!areasOf(name).includes(area)) missing.push(`${name}: ${area}`)
    }
    assert.deepEqual(missing, [], 'name them in resources/text_areas.ts')
    assert.isAbove(areas, 20)
  })
})
