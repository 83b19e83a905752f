import { test } from '@japa/runner'
import { notifyMembers } from '@karkhana/kernel'
import {
  deliverMessages,
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  type Workshop,
} from '@karkhana/kernel/testing'
import { makeJobRun } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import textNotification from '../../../app/notifications/jobs/text_notification.ts'
import { confirmPhone, sendPhoneCode } from '../../../app/notifications/phone.ts'
import type { Reason } from '../../../app/notifications/reasons.ts'
import { systemScope } from '../../../app/tenancy/open_scope.ts'
import { lend } from '../../helpers/borrowed_manifest.ts'

const PHONE = '+919822055555'
const CODE = /(\d{6}) is your code/

/** A technician with a phone, whom nobody has asked yet whether it is theirs. */
async function technician(workshop: Workshop) {
  const { membership } = await workshop.memberWith({ role: 'technician', name: 'Tara Kale' })
  const user = await User.findOrFail(membership.userId)
  await user.merge({ phone: PHONE }).save()
  return { memberId: membership.id, user }
}

/** Tells the member something, as the owner; and runs what waits for their phone. */
async function tell(workshop: Workshop, memberId: string, reason: Reason = 'finished') {
  const scope = await workshop.scope()
  await scope.work((unit) =>
    notifyMembers(unit, { reason, members: [memberId], title: 'Price list', href: '/inbox' })
  )
  const system = await systemScope(workshop.organisationId, 'test')
  const waiting = await system.read((unit) =>
    unit.rows<{ id: string }>('select id from notifications where member_id = ? order by id', [
      memberId,
    ])
  )
  for (const { id: notificationId } of waiting) {
    const run = makeJobRun({ id: notificationId, attempt: 1 })
    await textNotification.handle(system, { notificationId, channel: 'sms' }, run)
  }
  await deliverMessages(workshop.organisationId)
}

test.group('Notifications by phone', (group) => {
  group.each.teardown(() => restoreDrivers())

  test('come once the phone is shown to be theirs, and once for each thing', async ({ assert }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const workshop = await makeWorkshop()
    const { memberId, user } = await technician(workshop)
    await user.merge({ notifications: { 'sms.finished': true, 'inbox.finished': false } }).save()
    await tell(workshop, memberId)
    sms.assertNothingSent()

    await sendPhoneCode(user)
    const [, code] = CODE.exec(sms.sent[0].text)!
    await assert.rejects(() => sendPhoneCode(user), 'A code went out a moment ago.')
    const wrong = code === '000000' ? '111111' : '000000'
    await assert.rejects(() => confirmPhone(user, wrong), 'This is not the code.')
    await confirmPhone(user, code)
    await assert.rejects(() => confirmPhone(user, code), 'This code does not count any more.')

    await tell(workshop, memberId)
    await tell(workshop, memberId)
    const told = sms.sent.filter(({ text }) => text.includes('Price list is finished'))
    assert.lengthOf(told, 2)
    assert.equal(told[0].to, PHONE)

    await (await User.findOrFail(user.id)).merge({ phone: '+919822066666' }).save()
    await tell(workshop, memberId)
    assert.lengthOf(
      sms.sent.filter(({ text }) => text.includes('Price list')),
      2,
      'another number has to be confirmed anew'
    )
  })

  test('a code has five tries', async ({ assert }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const { user } = await technician(await makeWorkshop())
    await sendPhoneCode(user)
    const [, code] = CODE.exec(sms.sent[0].text)!
    const wrong = code === '000000' ? '111111' : '000000'
    for (let tries = 0; tries < 5; tries++) {
      await assert.rejects(() => confirmPhone(user, wrong), 'This is not the code.')
    }
    await assert.rejects(() => confirmPhone(user, code), 'This code does not count any more.')
  })

  test('a module tells for reasons of its own, in its own words', async ({
    client,
    assert,
    cleanup,
  }) => {
    const notice = {
      id: 'vehicles.recalled',
      label: 'A vehicle is recalled',
      line: '{what} is recalled, says {who}',
      urgent: true,
    }
    cleanup(await lend('vehicles', { notices: [notice] }))
    const workshop = await makeWorkshop()
    const { memberId, user } = await technician(workshop)
    await tell(workshop, memberId, 'vehicles.recalled')
    const inbox = await client.get('/inbox').loginAs(user)
    inbox.assertStatus(200)
    assert.include(inbox.text(), 'Price list is recalled, says')
    const account = await client.get('/account/notifications').loginAs(user)
    assert.include(account.text(), 'A vehicle is recalled')
  })
})
