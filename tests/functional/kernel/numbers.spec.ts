import { test } from '@japa/runner'
import { nextNumber, type Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'

const take = (scope: Scope, date = '2026-11-21') =>
  scope.work((unit) =>
    nextNumber(unit, {
      series: 'test.paper',
      pattern: '{BR}/{FY}/{001}',
      branch: scope.branch,
      date,
    })
  )

test.group('Number series', () => {
  test('thirty documents at once get thirty numbers without a gap', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const numbers = await Promise.all(Array.from({ length: 30 }, () => take(scope)))
    const expected = Array.from(
      { length: 30 },
      (_, at) => `PUN/26-27/${String(at + 1).padStart(3, '0')}`
    )
    assert.deepEqual(numbers.sort(), expected)
  })

  test('a document that fails gives its number back', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    await take(scope)
    await assert.rejects(() =>
      scope.work(async () => {
        await take(scope)
        throw new Error('the document fails')
      })
    )
    assert.equal(await take(scope), 'PUN/26-27/002')
  })

  test('each organisation and each financial year counts for itself', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    await take(scope)
    assert.equal(await take(await other.scope()), 'PUN/26-27/001')
    assert.equal(await take(scope, '2026-03-31'), 'PUN/25-26/001')
    assert.equal(await take(scope, '2026-04-01'), 'PUN/26-27/002')
  })
})
