import { test } from '@japa/runner'
import { switchModule } from '../../../app/modules/switching.ts'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, settingsOf, type Scope } from '@karkhana/kernel'
import { chooseSettings } from '@karkhana/kernel/testing'
import type { DraftLine } from '../../../modules/invoicing/services/draft_input.ts'
import { createDraft, updateDraft } from '../../../modules/invoicing/services/drafts.ts'
import { createDraftFromJob } from '../../../modules/invoicing/services/from_job.ts'
import { issueInvoice } from '../../../modules/invoicing/services/issue.ts'
import { SETTINGS } from '../../../modules/invoicing/settings.ts'
import { makeSale, REPAIR } from '../../../modules/invoicing/tests/support/sale.ts'
import { saveLines, type LineInput } from '../../../modules/jobcards/services/lines.ts'
import { getJob } from '../../../modules/jobcards/services/read_job.ts'
import { finishJob, makeJob } from '../../../modules/jobcards/tests/support/cards.ts'

const with10 = (percent: string): DraftLine[] => [
  REPAIR[0],
  { ...REPAIR[1], discountPercent: percent },
  REPAIR[2],
]

async function refusal(
  work: Promise<unknown>
): Promise<{ code?: string; field?: string; message?: string }> {
  return work.then(
    () => ({}),
    (error) => error
  )
}

async function discountLines(scope: Scope, jobId: string, percent: string) {
  const { lines, version } = await getJob(scope, jobId)
  const changed = lines.map((line, index) =>
    index === 1 ? { ...line, discountPercent: percent } : line
  )
  return saveLines(scope, jobId, { version, lines: changed as LineInput[] })
}

test.group('Discounts', () => {
  test('managers give them up to the limit, owners and admins any, others none', async ({
    assert,
  }) => {
    const sale = await makeSale()
    const draft = async (role: Parameters<typeof sale.workshop.scope>[0], percent: string) =>
      refusal(createDraft(await sale.workshop.scope(role), sale.draft({ lines: with10(percent) })))
    for (const role of ['owner', 'admin'] as const) {
      assert.deepEqual(await draft(role, '100'), {}, role)
    }
    assert.deepEqual(await draft('manager', '10.00'), {})
    const above = await draft('manager', '10.01')
    assert.equal(above.code, 'E_DISCOUNT_LIMIT')
    assert.equal(above.field, 'lines.1.discountPercent')
    assert.equal(above.message, 'Your role gives discounts of up to 10 %.')
    const accountant = await draft('accountant', '1')
    assert.equal(accountant.message, 'Your role gives no discounts.')
    assert.deepEqual(await draft('accountant', '0'), {})
  })

  test('the limit is the organisation’s own, set by owners and admins', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const change = async (role: 'admin' | 'manager', limit: string, version: number) =>
      client
        .patch('/api/v1/settings/modules/invoicing/settings')
        .bearerToken(await sale.workshop.token(role))
        .json({ values: { discount_limit_percent: limit }, version })
    ;(await change('manager', '90', 0)).assertStatus(403)
    ;(await change('admin', '101', 0)).assertStatus(422)
    ;(await change('admin', '25.5', 0)).assertStatus(200)
    ;(await change('admin', '20', 9)).assertStatus(409)
    const manager = await sale.workshop.scope('manager')
    assert.equal((await settingsOf(manager, SETTINGS)).discount_limit_percent, '25.5')
    await createDraft(manager, sale.draft({ lines: with10('25.5') }))
    const above = await refusal(createDraft(manager, sale.draft({ lines: with10('25.51') })))
    assert.equal(above.code, 'E_DISCOUNT_LIMIT')
    await assert.rejects(() =>
      chooseSettings(manager, 'invoicing', { discount_limit_percent: '100' })
    )
  })

  test('one that was given stays while its line stays, and goes no further', async ({ assert }) => {
    const sale = await makeSale()
    const manager = await sale.workshop.scope('manager')
    const draft = await createDraft(sale.scope, sale.draft({ lines: with10('40') }))
    const save = (lines: DraftLine[]) => updateDraft(manager, draft.id, sale.draft({ lines }))
    await save([{ ...REPAIR[0], quantity: '2' }, ...with10('40').slice(1)])
    const grown = await refusal(save(with10('40').map((line) => ({ ...line, quantity: '50' }))))
    assert.equal(grown.code, 'E_DISCOUNT_LIMIT', 'forty percent of one is not forty of fifty')
    const other = await refusal(save([{ ...REPAIR[0], discountPercent: '40' }, REPAIR[1]]))
    assert.equal(other.field, 'lines.0.discountPercent')
    await save(with10('5'))
    const back = await refusal(save(with10('40')))
    assert.equal(back.code, 'E_DISCOUNT_LIMIT')
  })

  test('hold for job cards as well, and what an owner gave there reaches the invoice', async ({
    assert,
  }) => {
    const sale = await makeSale()
    const { workshop } = sale
    const owner = await workshop.scope()
    const [manager, technician] = [
      await workshop.scope('manager'),
      await workshop.scope('technician'),
    ]
    const { membership } = await workshop.member('technician')
    const card = await makeJob(owner, membership.id)
    const above = await refusal(discountLines(manager, card.id, '30'))
    assert.deepEqual([above.code, above.field], ['E_DISCOUNT_LIMIT', 'lines.1.discountPercent'])
    assert.equal((await refusal(discountLines(technician, card.id, '1'))).code, 'E_DISCOUNT_LIMIT')
    await discountLines(owner, card.id, '30')

    const { lines, version } = await getJob(technician, card.id)
    const noted = lines.map((line) => ({ ...line, groupName: 'Charging' }))
    await saveLines(technician, card.id, { version, lines: noted as LineInput[] })
    await finishJob(owner, card.id)
    const invoice = await createDraftFromJob(manager, card.id)
    const issued = await issueInvoice(manager, invoice.id)
    assert.equal(issued.status, 'issued')
  })

  test('on job cards are free where nobody writes invoices', async ({ assert }) => {
    const { workshop } = await makeSale()
    const registry = await app.container.make(ModuleRegistry)
    await switchModule(await workshop.scope(), registry, 'invoicing', 'paused')
    const manager = await workshop.scope('manager')
    const card = await makeJob(manager)
    const saved = await discountLines(manager, card.id, '80')
    assert.isAbove(saved.totalPaise, 0)
  })
})
