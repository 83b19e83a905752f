import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { paymentDetails } from '../../../app/documents/main.ts'
import { updatePaymentDetails } from '../../../app/documents/payment_details/update_payment_details.ts'
import { Program } from '../../helpers/program.ts'

const PAGE = '/settings/payment-details'
const ACCOUNT = {
  accountName: 'Volt Works Private Limited',
  accountNumber: '6012 3456 789',
  ifsc: 'mahb0000123',
  bank: 'Bank of Maharashtra',
  bankBranch: 'Karve Road',
}

test.group('Where customers pay', () => {
  test('is said once for the organisation, and by a branch for itself, part by part', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const program = new Program(client, await mine.token())
    const scope = await mine.scope()
    const branch = scope.branches[0].id
    assert.isNull(await paymentDetails(scope, branch))

    const saved = await program.change(PAGE, { branchId: null, ...ACCOUNT, upiId: 'volt@okaxis' })
    assert.containsSubset(saved, { accountNumber: '60123456789', ifsc: 'MAHB0000123', version: 2 })
    await program.change(PAGE, { branchId: branch, upiId: 'volt.pune@ybl' })
    assert.containsSubset(await paymentDetails(scope, branch), {
      accountNumber: '60123456789',
      upiId: 'volt.pune@ybl',
    })
    await program.change(PAGE, { branchId: branch, upiId: null })
    assert.equal((await paymentDetails(scope, branch))!.upiId, 'volt@okaxis')
    const none = {
      accountName: null,
      accountNumber: null,
      ifsc: null,
      bank: null,
      bankBranch: null,
    }
    assert.containsSubset(await program.change(PAGE, { branchId: null, ...none }), none)
    await program.change(PAGE, { branchId: null, ...ACCOUNT })

    const theirs = await other.scope()
    assert.isNull(await paymentDetails(theirs, theirs.branches[0].id))
    assert.isNull(await paymentDetails(theirs, branch))
    const stranger = new Program(client, await other.token())
    const answer = await stranger.ask('PUT', PAGE, { branchId: branch, upiId: 'thief@ybl' })
    assert.equal(answer.status(), 422)
  })

  test('refuses what no bank would know, naming the field, and saves nothing of it', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const refused = async (body: object) => {
      const answer = await program.ask('PUT', PAGE, { branchId: null, ...body })
      assert.equal(answer.status(), 422, JSON.stringify(body))
      return JSON.stringify(answer.body())
    }
    assert.include(await refused({ ...ACCOUNT, ifsc: 'MAHB1000123' }), 'ifsc')
    assert.include(await refused({ ...ACCOUNT, accountNumber: '12AB' }), 'accountNumber')
    assert.include(await refused({ upiId: 'volt@example.com' }), 'upiId')
    assert.include(await refused({ upiId: 'volt@ybl&am=1' }), 'upiId')
    assert.include(await refused({ bank: 'Bank of Maharashtra' }), 'accountName')
    const { ifsc, ...half } = ACCOUNT
    assert.isString(ifsc)
    assert.include(await refused(half), 'ifsc')
    const answer = await program.ask('GET', PAGE)
    assert.containsSubset(answer.body().data[0], { accountNumber: null, upiId: null, version: 0 })

    const { version } = await program.change(PAGE, { branchId: null, ...ACCOUNT, version: 0 })
    const stale = { branchId: null, upiId: 'volt@ybl', version: version - 1 }
    assert.equal((await program.ask('PUT', PAGE, stale)).status(), 409)
  })

  test('is decided by those who may, for the branches they work in, and is noted', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const manager = new Program(client, await workshop.token('manager'))
    assert.equal((await manager.ask('GET', PAGE)).status(), 403)
    assert.equal((await manager.ask('PUT', PAGE, { branchId: null })).status(), 403)

    const program = new Program(client, await workshop.token())
    await program.change(PAGE, { branchId: null, ...ACCOUNT })
    await program.change(PAGE, { branchId: null, accountNumber: '99999999999' })
    const scope = await workshop.scope()
    const noted = await scope.read((unit) =>
      unit.rows<{ changes: object }>(
        `select changes from audit_log where table_name = 'payment_details' and action = 'update'`
      )
    )
    assert.include(JSON.stringify(noted), '99999999999')

    const [pune, nashik] = [await workshop.branch(), await workshop.branch('NSK')]
    const limited = await workshop.memberWith({
      role: 'manager',
      branchIds: [nashik.id],
      grants: ['kernel.document.manage'],
    })
    const own = await limited.scope()
    await updatePaymentDetails(own, { branchId: nashik.id, upiId: 'nashik@ybl' })
    for (const branchId of [null, pune.id]) {
      await assert.rejects(() => updatePaymentDetails(own, { branchId, upiId: 'nashik@ybl' }))
    }
    assert.equal((await paymentDetails(await workshop.scope(), nashik.id))!.upiId, 'nashik@ybl')
    assert.isNull((await paymentDetails(await workshop.scope(), pune.id))!.upiId)
  })
})
