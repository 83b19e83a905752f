import { test } from '@japa/runner'
import { KERNEL_MENU } from '../../../app/access/kernel_menu.ts'

test.group('The menu of the kernel', () => {
  for (const key of ['id', 'href', 'order'] as const) {
    test(`names every ${key} once`, ({ assert }) => {
      const found = KERNEL_MENU.map((item) => item[key])
      assert.deepEqual(
        found.filter((each, place) => found.indexOf(each) !== place),
        []
      )
    })
  }
})
