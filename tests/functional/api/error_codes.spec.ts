import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ERROR_PAGE, errorCodes } from '../../../app/api/error_codes.ts'

test.group('Codes of problems', () => {
  test('stand on one page, each with its status', async ({ assert }) => {
    const codes = await errorCodes(fileURLToPath(app.appRoot))
    const page = await readFile(app.makePath(ERROR_PAGE), 'utf8')
    const told = new Set([...page.matchAll(/^\| `(E_\w+)`/gm)].map(([, code]) => code))
    const answered = codes.filter(
      ({ statuses }) => statuses.length === 0 || statuses.some((status) => status < 500)
    )
    assert.isAbove(answered.length, 100)
    const missing = answered.map(({ code }) => code).filter((code) => !told.has(code))
    assert.deepEqual(missing, [], 'npm run ace -- openapi:errors')
    for (const code of ['E_VALIDATION_ERROR', 'E_VERSION_CONFLICT', 'E_PRECONDITION_FAILED']) {
      assert.isTrue(told.has(code), code)
    }
  })
})
