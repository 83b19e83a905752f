import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { MANIFEST_KEYS } from '@karkhana/kernel/module'
import { CHECKS } from '@karkhana/kernel/testing'
import { format, resolveConfig } from 'prettier'

const DOCS = new URL('../../../docs/plugins/', import.meta.url)
const BEGIN = '<!-- checks: begin -->'
const END = '<!-- checks: end -->'

const page = (name: string) => readFile(new URL(name, DOCS), 'utf8')

test.group('The pages for authors', () => {
  test('the contract names every key of the manifest once, and no other', async ({ assert }) => {
    const text = await page('contract/README.md')
    const table = text.slice(0, text.indexOf('\n## '))
    const named = [...table.matchAll(/^\| `(\w+)` +\|/gm)].map(([, key]) => key)
    assert.deepEqual(named.toSorted(), [...MANIFEST_KEYS].toSorted())
  })

  test('every page that they link to is there', async ({ assert }) => {
    const pages = (await readdir(DOCS, { recursive: true })).filter((name) => name.endsWith('.md'))
    assert.isAbove(pages.length, 20)
    for (const name of pages) {
      const base = new URL(name, DOCS)
      const links = [...(await page(name)).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to]) => to)
      const missing = links.filter((link) => !existsSync(new URL(link, base)))
      assert.isEmpty(missing, name)
    }
  })

  test('testing.md lists the checks of the author’s kit as they are', async ({ assert }) => {
    const text = await page('testing.md')
    const listed = text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim()
    const rows = CHECKS.map(({ id, title }) => `| \`${id}\` | ${title} |`)
    const table = await format(['| check | holds |', '| --- | --- |', ...rows].join('\n'), {
      ...(await resolveConfig(new URL('testing.md', DOCS).pathname)),
      parser: 'markdown',
    })
    assert.equal(listed, table.trim(), 'copy the table of the message into docs/plugins/testing.md')
  })
})
