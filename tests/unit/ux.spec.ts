import { existsSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/ux.md', root), 'utf8')

interface Row {
  number: number
  name: string
  state: string
  proof: string
}
const rows: Row[] = page
  .split('\n')
  .filter((line) => /^\| \d+ /.test(line))
  .map((line) => {
    const [number, name, state, proof] = line.split('|').slice(1, -1)
    return { number: Number(number), name: name.trim(), state: state.trim(), proof: proof.trim() }
  })
const citations = ({ proof }: Row) =>
  [...proof.matchAll(/`(tests\/[^`]+)` “([^”]+)”/g)].map(([, file, title]) => ({ file, title }))

test.group('docs/ux.md', () => {
  test('tells of each of the forty behaviours once, as passing or open', ({ assert }) => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      Array.from({ length: 40 }, (_, index) => index + 1)
    )
    for (const { name, state } of rows) assert.oneOf(state, ['passing', 'open'], name)
    const passing = rows.filter(({ state }) => state === 'passing').length
    assert.include(page, `${passing} of 40 are passing.`)
  })

  test('names tests that exist, by their file and title', ({ assert }) => {
    for (const row of rows) {
      for (const { file, title } of citations(row)) {
        assert.isTrue(existsSync(new URL(file, root)), `${row.number}: ${file}`)
        const source = readFileSync(new URL(file, root), 'utf8')
        const named = ["'", '`'].some((quote) => source.includes(`test(${quote}${title}${quote}`))
        assert.isTrue(named, `${row.number}: “${title}” in ${file}`)
      }
    }
  })

  test('proves what passes, and says of what is open what is missing', ({ assert }) => {
    for (const row of rows) {
      const words = row.proof.replaceAll(/`tests\/[^`]+` “[^”]+”/g, '').replaceAll(/[·—\s]/g, '')
      if (row.state === 'passing') assert.isNotEmpty(citations(row), `${row.number} ${row.name}`)
      else assert.isAbove(words.length, 10, `${row.number} ${row.name}`)
    }
  })
})
