import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { TEST_PASSWORD } from '@karkhana/kernel/testing'
import { grantAccess } from '../../../app/partners/services/access.ts'
import { mailsTo } from '../../helpers/mail.ts'
import { makePartner } from '../../helpers/partner.ts'
import { Visitor } from '../../helpers/visitor.ts'

test.group('A name of several lines', () => {
  test('holds no warning back: the owner learns that the partner looks in', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const visitor = new Visitor()
    const { email } = await partner.user()
    await visitor.submit('/login', { email, password: TEST_PASSWORD })
    await visitor.change('PUT', '/partner/brand', {
      name: `Garage\r\nBcc: thief@example.com\u2028${partner.name}`,
    })
    await grantAccess(await workshop.scope(), await app.container.make(ModuleRegistry), {
      role: 'manager',
      hours: 4,
      reason: 'The trial balance looks wrong.',
    })
    await visitor.post(`/partner/organisations/${workshop.organisationId}/enter`)
    assert.equal((await visitor.get('/tickets')).status, 200)
    const told = (await mailsTo((await workshop.user()).email)).filter(({ subject }) =>
      subject.includes('looks into')
    )
    assert.lengthOf(told, 1)
    assert.match(told[0].subject, /^Garage Bcc: thief@example\.com Garage Cloud \w+ looks into /)
    assert.lengthOf(told[0].to, 1)
  })
})
