import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { CATALOGUE, ELSEWHERE } from '../../../resources/dev/catalogue.ts'

const INDEX = new URL('../../../resources/ui/index.ts', import.meta.url)

test.group('The catalogue of components', () => {
  test('holds every component that @karkhana/ui exports, and no other', async ({ assert }) => {
    const index = await readFile(INDEX, 'utf8')
    const exported = [...index.matchAll(/default as (K\w+)/g)].map(([, name]) => name)
    assert.isAbove(exported.length, 40)
    const entries = CATALOGUE.flatMap((group) => group.entries)
    const shown = [...entries.map(({ component }) => component), ...Object.keys(ELSEWHERE)]
    assert.sameMembers(shown, exported)
    assert.lengthOf(new Set(shown), shown.length, 'each stands in one place')
  })

  test('shows each in at least one state, and names every state once', ({ assert }) => {
    for (const { component, specimens } of CATALOGUE.flatMap((group) => group.entries)) {
      const states = specimens.map(({ state }) => state)
      assert.isAbove(states.length, 0, component)
      assert.lengthOf(new Set(states), states.length, component)
    }
  })
})
