import { test } from '@japa/runner'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { faultsIn } from '../support/books.ts'
import { makeSale } from '../support/sale.ts'

test.group('The examination of the books', () => {
  test('finds nothing after an ordinary sale', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    await createDraft(scope, draft())
    const { id } = await createDraft(scope, draft())
    await issueInvoice(scope, id)
    assert.deepEqual(await faultsIn(scope), [])
  })

  test('finds a number that was taken and not used', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    await issueInvoice(scope, id)
    await scope.work((unit) =>
      unit.rows(
        `update number_series set last_number = last_number + 1 where series = 'invoicing.invoice'`
      )
    )
    assert.deepEqual(await faultsIn(scope), ['series invoicing.invoice counted 2'])
  })

  test('finds a draft that does not add up with its lines', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    await scope.work((unit) => unit.from('invoicing_lines').where('position', 3).delete())
    assert.deepEqual(await faultsIn(scope), [`lines of ${id}`])
  })
})
