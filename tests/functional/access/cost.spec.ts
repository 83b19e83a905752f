import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'

const ITEM = {
  kind: 'part',
  code: 'CON-48',
  name: 'Main contactor 48 V',
  hsn: '8536',
  unit: 'NOS',
  unitPrice: '2450.00',
  treatment: 'taxable',
}

test.group('Cost and margin of an item', () => {
  test('are there for those who may see them, and absent for everybody else', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const created = await client
      .post('/api/v1/catalog')
      .bearerToken(await workshop.token('accountant'))
      .json({ ...ITEM, unitCost: '1718.25' })
    created.assertStatus(201)
    const { id, unitCost, margin } = created.body().data
    assert.deepEqual([unitCost, margin], ['1718.25', 73_175])

    const granted = await workshop.memberWith({
      role: 'manager',
      grants: ['catalog.item.cost_view'],
    })
    const plain = await workshop.memberWith({ role: 'manager' })
    const technician = await workshop.memberWith({ role: 'technician' })
    const readers = [
      { user: (await workshop.member('accountant')).user, sees: true },
      { user: granted.user, sees: true },
      { user: plain.user, sees: false },
      { user: technician.user, sees: false },
    ]
    const paths = ['/catalog', `/catalog/${id}`, `/catalog/${id}/rates`, '/catalog/lookup?q=con']
    for (const { user, sees } of readers) {
      for (const path of paths) {
        for (const accept of ['application/json', 'text/html']) {
          const answer = await client.get(path).header('accept', accept).loginAs(user)
          assert.equal(answer.status(), 200, `${path} as ${accept}`)
          if (sees && !path.includes('lookup')) continue
          assert.notMatch(answer.text(), /1718|unitCost|margin":/, `${user.name} ${path}`)
        }
      }
      const record = await client
        .get(`/catalog/${id}`)
        .header('accept', 'application/json')
        .loginAs(user)
      assert.equal(record.body().data.unitCost, sees ? '1718.25' : undefined)
    }
  })

  test('cannot be entered unseen, and a change by others leaves them alone', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const manager = await workshop.token('manager')
    const owner = await workshop.token()
    const { id } = (
      await client
        .post('/api/v1/catalog')
        .bearerToken(owner)
        .json({ ...ITEM, unitCost: '1700' })
    ).body().data
    const path = `/api/v1/catalog/${id}`
    const send = (body: object) => client.put(path).bearerToken(manager).json(body)
    const refused = await send({ ...ITEM, unitCost: '1', version: 1 })
    refused.assertStatus(422)
    assert.equal(refused.body().errors[0].field, 'unitCost')
    const changed = await send({ ...ITEM, name: 'Contactor', version: 1 })
    changed.assertStatus(200)
    const late = await send({ ...ITEM, name: 'Late', version: 1 })
    late.assertStatus(409)
    assert.notMatch(late.text(), /1700|cost/i, 'the conflict shows the record without its cost')
    const kept = await client.get(path).bearerToken(owner)
    assert.deepEqual([kept.body().data.name, kept.body().data.unitCost], ['Contactor', '1700.00'])
    const page = await client
      .put(`/catalog/${id}`)
      .header('accept', 'application/json')
      .loginAs(await workshop.user('manager'))
      .withCsrfToken()
      .json({ ...ITEM, version: 2 })
    page.assertStatus(200)
    assert.notMatch(page.text(), /1700|cost/i)
  })
})
