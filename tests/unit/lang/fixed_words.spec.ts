import { test } from '@japa/runner'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fixedWords } from '../../helpers/fixed_words.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** Pages that still have English words in their source, and how many. */
const LEFT = JSON.parse(readFileSync(`${ROOT}tests/unit/lang/words_left.json`, 'utf8')) as Record<
  string,
  number
>

const COMPONENTS = ['resources/**/*.vue', '{modules,plugins}/*/{pages,slots}/**/*.vue']

test.group('Words of pages', () => {
  test('come from the dictionaries; the list of the others only grows shorter', ({ assert }) => {
    const files = globSync(COMPONENTS, {
      cwd: ROOT,
      exclude: (path) => path.endsWith('node_modules'),
    })
    assert.isAbove(files.length, 200)
    const more: string[] = []
    const fewer: string[] = []
    for (const file of files.sort()) {
      const found = fixedWords(readFileSync(`${ROOT}${file}`, 'utf8'))
      const allowed = LEFT[file] ?? 0
      if (found.length > allowed) {
        more.push(`${file}: ${found.map(({ words }) => words).join(' | ')}`)
      }
      if (found.length < allowed) fewer.push(`${file}: ${found.length} now`)
    }
    assert.deepEqual(more, [], 'write these by text("…") with both languages')
    assert.deepEqual(fewer, [], 'lower the numbers in words_left.json')
    assert.deepEqual(
      Object.keys(LEFT).filter((file) => !files.includes(file)),
      [],
      'no such file any more'
    )
  })

  test('are found between elements, in attributes, in bindings and in scripts', ({ assert }) => {
    const source = `<script setup lang="ts">
const columns = [{ key: 'name', label: 'Name of it' }]
</script>
<template>
  <KPage title="All things" :subtitle="count ? 'Some things' : text('none')" class="Big one">
    <p>Plain words</p> <code>AS-IT-IS code</code> <b>{{ open ? 'Open now' : text('shut') }}</b>
    <KList :empty="{ title: 'Nothing here', icon: 'i-lucide-x' }" :href="\`/a/\${id} b\`" />
  </KPage>
</template>`
    assert.sameMembers(
      fixedWords(source).map(({ words }) => words),
      ['Name of it', 'All things', 'Some things', 'Plain words', 'Open now', 'Nothing here']
    )
  })

  test('in a source that says everything by its texts are none', ({ assert }) => {
    const source = `<script setup lang="ts">
const text = useText('tickets')
</script>
<template><KPage :title="text('tickets')"><KIcon name="i-lucide-x" /> {{ row.name }} · {{ 12 }}</KPage></template>`
    assert.deepEqual(fixedWords(source), [])
  })
})
