import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'

const ROOT = new URL('../../../', import.meta.url)
const page = readFileSync(new URL('docs/security.md', ROOT), 'utf8')
const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The rows of the standard: id, level, requirement, state, what shows it. */
const rows = page
  .split('\n')
  .filter((line) => /^\| V\d+\.\d+\.\d+ /.test(line))
  .map(cells)

/** Requirements of OWASP ASVS 5.0.0 per level. */
const REQUIREMENTS = { 1: 70, 2: 183 }

test.group('The page about security', () => {
  test('has every requirement of both levels once', ({ assert }) => {
    for (const [level, count] of Object.entries(REQUIREMENTS)) {
      assert.lengthOf(
        rows.filter((row) => row[1] === level),
        count
      )
    }
    assert.equal(new Set(rows.map(([id]) => id)).size, rows.length)
  })

  test('counts what it says', ({ assert }) => {
    const total = page.split('\n').find((line) => line.startsWith('| 1 and 2'))!
    const states = ['met', 'n/a', 'open'].map(
      (state) => rows.filter((row) => row[3] === state).length
    )
    assert.deepEqual(cells(total).slice(1).map(Number), [rows.length, ...states])
  })

  test('names files that are there, and lists what is open at the top', ({ assert }) => {
    const named = [...page.matchAll(/`([\w./-]+\/[\w./-]+\.(?:ts|vue|md))`/g)].map(
      ([, file]) => file
    )
    assert.isAbove(named.length, 150)
    for (const file of new Set(named)) {
      assert.isTrue(existsSync(fileURLToPath(new URL(file, ROOT))), `${file} is not there`)
    }
    for (const [id, , , state, why] of rows) {
      assert.isNotEmpty(why, id)
      if (state === 'open') assert.include(page, `- **${id}** (`)
    }
  })
})
