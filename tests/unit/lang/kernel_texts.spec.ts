import { test } from '@japa/runner'
import { globSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { columnLabels } from '../../../app/audit/declared_labels.ts'
import { readTexts, type Texts } from '../../../app/lang/files.ts'
import { dictionaryProblems, textProblems } from '../../../app/lang/problems.ts'
import { sourcesOf } from '../../../app/lang/sources.ts'
import { KERNEL_PERMISSIONS } from '../../../app/access/kernel_permissions.ts'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const LANGUAGES = ['en', 'hi'] as const

/** Texts of the shell, and of the areas of the kernel's pages that have a folder of their own. */
function pageTexts(language: 'en' | 'hi'): Texts {
  const areas = readdirSync(fromRoot('resources/lang'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  // `readTexts` looks for `lang/en.json` below a folder; areas lie one deeper.
  return new Map([
    ...readTexts(fromRoot('resources'), language)!,
    ...areas.flatMap((area) => [...areaTexts(area, language)]),
  ])
}

function areaTexts(area: string, language: 'en' | 'hi'): Texts {
  const texts = readTexts(fromRoot(`resources/lang/${area}`), language, '.')
  if (!texts) throw new Error(`resources/lang/${area}/${language}.json is missing`)
  const stray = [...texts.keys()].find((key) => !key.startsWith(`${area}.`))
  if (stray) throw new Error(`resources/lang/${area}: write "${area}.${stray}"`)
  return texts
}

test.group('Texts of the kernel', () => {
  test('of its pages, the shell and the components are complete and used', ({ assert }) => {
    const texts = new Map(LANGUAGES.map((code) => [code, pageTexts(code)]))
    assert.isAbove(texts.get('en')!.size, 100)
    assert.deepEqual(dictionaryProblems('kernel', texts, sourcesOf(fromRoot('resources'))), [])
  })

  test('of the server are complete and used', ({ assert }) => {
    const kernel = { id: 'kernel', folder: fromRoot('app'), lang: LANGUAGES }
    // The trail finds in them what its own tables have, and what several modules have alike.
    const folders = ['database', ...globSync('{modules,plugins}/*', { cwd: fromRoot('') })]
    const labels = folders.flatMap((folder) => columnLabels(fromRoot(folder)))
    assert.isAbove(labels.length, 1000)
    assert.deepEqual(textProblems({ ...kernel, permissions: KERNEL_PERMISSIONS, labels }), [])
  })
})
