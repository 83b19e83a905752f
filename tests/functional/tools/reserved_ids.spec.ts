import { test } from '@japa/runner'
import router from '@adonisjs/core/services/router'
import { registeredRoutes } from '@karkhana/kernel/testing'
import { RESERVED_IDS } from '../../../app/scaffold/reserved_ids.ts'

test.group('Ids that no module may have', () => {
  test('every address of the kernel begins with one of them', ({ assert }) => {
    const modules = new Set(registeredRoutes.flatMap(({ module }) => module ?? []))
    const beginnings = Object.values(router.toJSON())
      .flat()
      .map(({ pattern }) => pattern.replace(/^\/api\/v1(?=\/)/, '').split('/')[1])
      .filter((first) => /^[a-z][a-z0-9-]*$/.test(first) && !modules.has(first))
    assert.isAbove(beginnings.length, 50)
    const free = [...new Set(beginnings)].filter((first) => !RESERVED_IDS.has(first))
    assert.deepEqual(free, [], 'add these to app/scaffold/reserved_ids.ts')
  })
})
