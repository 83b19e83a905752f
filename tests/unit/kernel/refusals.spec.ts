import { test } from '@japa/runner'
import type { HttpContext } from '@adonisjs/core/http'
import HttpExceptionHandler from '../../../app/http/exception_handler.ts'
import { ForbiddenError, NotFoundError } from '../../../app/errors.ts'

/** A request of somebody who opened a link, and what was written to the log about it. */
function request() {
  const lines: [string, Record<string, unknown>, string][] = []
  const note = (level: string) => (facts: Record<string, unknown>, message: string) => {
    lines.push([level, facts, message])
  }
  const ctx = {
    request: { method: () => 'POST', ip: () => '203.0.113.5', id: () => 'request-1' },
    route: { pattern: '/password/reset/:token' },
    account: { user: { id: 'user-1' } },
    logger: { info: note('info'), error: note('error') },
  } as unknown as HttpContext
  return { ctx, lines }
}

test.group('The log', () => {
  test('names who was refused what and from where, and never the secret in an address', async ({
    assert,
  }) => {
    const { ctx, lines } = request()
    await new HttpExceptionHandler().report(new ForbiddenError('contacts.contact.create'), ctx)
    assert.lengthOf(lines, 1)
    const [level, facts] = lines[0]
    assert.equal(level, 'info')
    assert.deepInclude(facts, {
      status: 403,
      code: 'E_FORBIDDEN',
      method: 'POST',
      route: '/password/reset/:token',
      ip: '203.0.113.5',
      userId: 'user-1',
      requestId: 'request-1',
    })
  })

  test('has faults with their cause, and nothing of what a reader can correct', async ({
    assert,
  }) => {
    const { ctx, lines } = request()
    const fault = new Error('the disk is full')
    await new HttpExceptionHandler().report(fault, ctx)
    await new HttpExceptionHandler().report(new NotFoundError(), ctx)
    assert.lengthOf(lines, 1)
    assert.equal(lines[0][0], 'error')
    assert.strictEqual(lines[0][1].err, fault)
  })
})
